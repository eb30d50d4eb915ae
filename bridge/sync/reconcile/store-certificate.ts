/** Stores what a comparison has found as a certificate, under the fence of the reader. */
import { hash as hashOf } from 'node:crypto'
import type { Comparison, MonthSum } from '../../domain/reconciliation.ts'
import { holdBase, type HeldBase } from '../../store/bases.ts'
import { namesOf } from '../../store/causes.ts'
import { finishCertificate } from '../../store/certificates.ts'
import type { NewDifference } from '../../store/differences.ts'
import { Lost } from '../hold.ts'
import type { Partner } from '../partner.ts'
import { later, LEASE_MS } from '../ports.ts'
import type { Found } from './compare.ts'
import { explainDifference } from './explain-difference.ts'

interface Finding {
  held: HeldBase
  /** Row id. */
  certificate: number
  found: Found
}

/** @throws Lost when another reader has taken the base over */
export async function storeCertificate(partner: Partner, { held, certificate, found }: Finding): Promise<void> {
  const { ports } = partner
  const differences: NewDifference[] = []
  for (const differing of found.differing) differences.push(await explainDifference(partner, differing))
  const comparison = await comparisonOf(partner, found)
  const at = ports.now()
  const said = JSON.stringify([partner.base.id, at, comparison, differences])
  await ports.database.transaction(async (db) => {
    if (!(await holdBase(db, held, later(at, LEASE_MS)))) throw new Lost()
    await finishCertificate(db, certificate, { at, comparison, differences, hash: hashOf('sha256', said) })
  })
}

async function comparisonOf({ ports }: Partner, found: Found): Promise<Comparison> {
  const { compared, leftOut, moving, more, ledger } = found
  const months = ledger.months()
  const ids = [...new Set(months.flatMap(({ organisation }) => organisation ?? []))]
  const names = await namesOf(ports.database.db, 'organisations', ids)
  const named = months.map((month): MonthSum => ({ ...month, organisation: names.get(month.organisation ?? 0) ?? '' }))
  return { compared, leftOut, moving, more, months: named }
}
