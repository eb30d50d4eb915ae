/** Puts a difference into values that people read, and says what of the exchange stands behind it. */
import type { Because, FieldDifference } from '../../domain/reconciliation.ts'
import { isInFlight, namesOf, openTroubleOf } from '../../store/causes.ts'
import type { Db } from '../../store/db.ts'
import type { NewDifference } from '../../store/differences.ts'
import type { Partner } from '../partner.ts'
import type { Differing } from './compare.ts'

export async function explainDifference(partner: Partner, differing: Differing): Promise<NewDifference> {
  const { db } = partner.ports.database
  const { noun, key, ours, theirs, kind } = differing
  const about = { base: partner.base.rowId, noun, key, id: ours?.id ?? '', rowId: ours?.rowId ?? 0 }
  const trouble = await openTroubleOf(db, about)
  const because = trouble ? 'trouble' : (await isInFlight(db, about)) ? 'in-flight' : byVersions(differing)
  const told = theirs?.told ?? ours
  return {
    id: partner.ports.newId(),
    noun,
    foreignKey: key,
    ourId: about.id,
    kind,
    because,
    troubleId: trouble?.id ?? '',
    body: {
      number: told?.number || (ours?.number ?? ''),
      date: told?.date ?? '',
      organisation: await nameIn(db, 'organisations', told?.organisation),
      counterparty: await nameIn(db, 'counterparties', told?.counterparty),
      sumMinor: told?.sumMinor ?? 0,
      fields: await Promise.all(differing.fields.map((field) => readable(db, field))),
      troubleCode: trouble?.code ?? '',
      ...(kind === 'lost-link' && ours && { unlinked: ours.rowId }),
    },
  }
}

/** The same version on both sides and yet another content: one side was changed without the exchange. */
function byVersions({ kind, theirs, ours }: Differing): Because {
  if (kind === 'missing-with-us' || kind === 'unreadable') return 'not-read'
  if (kind === 'gone-in-base') return ours?.key === '' ? 'past-exchange' : 'not-read'
  if (kind === 'lost-link' || kind === 'double' || theirs === undefined) return 'past-exchange'
  return theirs.version !== ours?.version ? 'not-read' : 'past-exchange'
}

const PARTIES = { organisation: 'organisations', counterparty: 'counterparties', contract: 'contracts' } as const

/** Parties by name; of lines and rows, how many there are. */
async function readable(db: Db, { field, ours, theirs }: FieldDifference): Promise<FieldDifference> {
  if (field === 'rows') return { field, ours: countOf(ours), theirs: countOf(theirs) }
  if (field !== 'organisation' && field !== 'counterparty' && field !== 'contract') return { field, ours, theirs }
  const name = (id: string) => nameIn(db, PARTIES[field], id === '' ? null : Number(id))
  return { field, ours: await name(ours), theirs: await name(theirs) }
}

function countOf(rows: string): string {
  return rows === '' ? '0' : String(rows.split('\n').length)
}

async function nameIn(
  db: Db,
  table: 'organisations' | 'counterparties' | 'contracts',
  id: number | null | undefined,
): Promise<string> {
  return id ? ((await namesOf(db, table, [id])).get(id) ?? '') : ''
}
