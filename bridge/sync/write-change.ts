/** The one write of a change of a counterparty: the fields that are still ours to write, and nothing else of the record. */
import type { Foreign } from '../../connectors/connector.ts'
import { Changed, Misfit } from '../../connectors/errors.ts'
import type { CounterpartyRecord } from '../domain/received.ts'
import { areAsRead, type Edit } from '../store/edits.ts'
import type { Held } from './hold.ts'
import { keep } from './keep.ts'
import { toBase } from './mapping/translate.ts'
import { Early } from './outcome.ts'
import type { Partner } from './partner.ts'

const NOUN = 'counterparty'

interface Written {
  /** The record as it was read. */
  found: Foreign
  wanted: Edit[]
}

/** Writes the fields against the version that was read, and keeps what the base then says. */
export async function writeChange(partner: Partner, held: Held, { found, wanted }: Written): Promise<void> {
  const mapping = partner.mappings[NOUN]
  if (!mapping) throw new Misfit('mapping.missing', `no mapping for ${NOUN}`)
  const record = Object.fromEntries(wanted.map(({ field, ours }) => [field, ours])) as Partial<CounterpartyRecord>
  const fields = toBase(mapping, record, {
    lookups: await partner.lookups(mapping),
    marker: '',
    existing: found.fields,
  })
  const { version: mappingVersion } = mapping
  const sending = { state: 'sending' as const, sent: held.intent.sent + 1, foreignKey: found.key, mappingVersion }
  await held.take()
  await partner.ports.database.transaction(async (db) => {
    await held.stepWith(db, sending, { outcome: 'sent', body: fields })
    // After the step: from here on a page of changes sees that something of ours may come.
    if (!(await areAsRead(db, wanted))) throw new Early(OVERTAKEN_MS, 'queued')
  })
  partner.ports.publish({ what: 'queue', id: held.intent.id })
  const stored = await partner.connector
    .write({ kind: found.kind, key: found.key, fields, seen: found.version })
    .catch((error: unknown) => overtakenInTheBase(held, error))
  await keep(partner, held, { foreign: stored, state: 'done', before: found.version })
}

/** Pause before a record is read again that somebody saved, or of which somebody typed anew, between our look and our write. */
const OVERTAKEN_MS = 1_000

/** Nothing of ours was written: look again, merge again. */
async function overtakenInTheBase(held: Held, error: unknown): Promise<never> {
  if (!(error instanceof Changed) || error.reason !== 'base.changed') throw error
  await held.step({ state: 'queued' }, { outcome: 'overtaken', body: {} })
  throw new Early(OVERTAKEN_MS, 'queued')
}
