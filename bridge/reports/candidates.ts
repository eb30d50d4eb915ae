/** Which records of a base may be the counterparty that a trouble is about, and how much is written on each? */
import type { Asking, Row } from './asking.ts'
import type { Candidate } from './answers.ts'
import { number, text, textOrNull } from './rows.ts'

const CODE = 'counterparty.candidates'
/** Most records of one tax number that are offered. */
const MOST_CANDIDATES = 20

/** @returns by the public id of our counterparty, the one with most documents first; open questions alone have any */
export async function candidatesOf(asking: Asking, troubles: Row[]): Promise<Map<string, Candidate[]>> {
  const open = troubles.filter((row) => text(row, 'code') === CODE && text(row, 'state') === 'open')
  const found = new Map<string, Candidate[]>()
  for (const trouble of open) {
    const subject = text(trouble, 'subject')
    found.set(subject, await candidatesFor(asking, subject))
  }
  return found
}

async function candidatesFor({ db }: Asking, subject: string): Promise<Candidate[]> {
  const ours = (await db('counterparties').where('uuid', subject).first()) as Row | undefined
  if (!ours) return []
  const code = text(ours, 'reason_code')
  const same = { tax_number: text(ours, 'tax_number'), is_group: false, marked: false, gone: false }
  const rows: Row[] = await db('counterparties')
    .where(same)
    .whereNotNull('base_id')
    .whereNull('alias_of')
    .modify((query) => {
      if (code !== '') void query.where('reason_code', code)
    })
    .orderBy('id')
    .limit(MOST_CANDIDATES)
  const candidates: Candidate[] = []
  for (const row of rows) candidates.push(await toCandidate({ db }, row))
  return candidates.toSorted((one, other) => documentsOf(other) - documentsOf(one))
}

async function toCandidate({ db }: Pick<Asking, 'db'>, row: Row): Promise<Candidate> {
  const of = { counterparty_id: number(row, 'id') }
  const [invoices, payments, contracts] = await Promise.all(
    ['invoices', 'payments', 'contracts'].map(async (table) => {
      const counted = (await db(table).where(of).count({ count: 'id' }).first()) as Row | undefined
      return number(counted ?? {}, 'count')
    }),
  )
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    taxNumber: text(row, 'tax_number'),
    reasonCode: text(row, 'reason_code'),
    phone: text(row, 'phone'),
    address: text(row, 'address'),
    asOf: textOrNull(row, 'as_of'),
    invoices: invoices ?? 0,
    payments: payments ?? 0,
    contracts: contracts ?? 0,
  }
}

function documentsOf({ invoices, payments, contracts }: Candidate): number {
  return invoices + payments + contracts
}
