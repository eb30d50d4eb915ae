/** The step of an intent whose outcome is unknown: reading decides, never guessing. */
import type { Foreign } from '../../connectors/connector.ts'
import { LATE_MS } from '../domain/sync.ts'
import { principalOf } from '../store/aliases.ts'
import { lastSentAt } from '../store/intent-links.ts'
import type { StoredIntent } from '../store/intents.ts'
import { linkOf, type Link } from '../store/links.ts'
import type { Held } from './hold.ts'
import { keepStored } from './keep.ts'
import { findByLikeness } from './likeness.ts'
import { findByMark } from './mark.ts'
import { Early } from './outcome.ts'
import { readRecord, type Partner } from './partner.ts'

/** Reads what an unknown outcome has left: found = ours, not found = the same key may be sent again. */
export async function look(partner: Partner, held: Held): Promise<void> {
  const found = await find(partner, held)
  if (found) return keepStored(partner, held, found)
  await tooEarlyToRepeat(partner, held, 'creation')
  await held.step({ state: 'queued' }, { outcome: 'not-found', body: {} })
}

/** The record of an intent as the base holds it: by our key, by the mark, as the one read for our row meanwhile, or by what it says. */
export async function find(partner: Partner, { intent }: Held): Promise<Foreign | null> {
  const { noun, foreignKey } = intent
  return (
    (await readRecord(partner, noun, foreignKey)) ??
    (await findByMark(partner, intent)) ??
    (await findByLink(partner, intent)) ??
    (await findByLikeness(partner, intent))
  )
}

/** A counterparty carries no mark; with a tax number it is coupled when the base is read. */
async function findByLink(partner: Partner, { noun, subjectRowId }: StoredIntent): Promise<Foreign | null> {
  const link = await linkOf(partner.ports.database.db, { base: partner.base.rowId, noun }, subjectRowId)
  return link && !link.gone ? readRecord(partner, noun, link.foreignKey) : null
}

/** Key of a row in the base, or of the record that a person has said it is; undefined = the base holds neither. */
export async function keyInBase(
  { ports, base }: Partner,
  { noun, ourId }: Pick<Link, 'noun' | 'ourId'>,
): Promise<string | undefined> {
  const { db } = ports.database
  const own = await linkOf(db, { base: base.rowId, noun }, ourId)
  if (own && !own.gone) return own.foreignKey
  const principal = noun === 'counterparty' ? await principalOf(db, ourId) : undefined
  const link = principal === undefined ? undefined : await linkOf(db, { base: base.rowId, noun }, principal)
  return link && !link.gone ? link.foreignKey : undefined
}

/**
 * Unless a key of ours is proven to forbid a second record, a repeat waits until the first cannot come. A change of a record is
 * forbidden by no key.
 * @throws Early
 */
export async function tooEarlyToRepeat(
  { connector, ports }: Partner,
  { intent }: Held,
  what: 'creation' | 'change',
): Promise<void> {
  if (what === 'creation' && connector.abilities.clientKey === 'proven') return
  const sentAt = await lastSentAt(ports.database.db, intent)
  const leftMs = sentAt === '' ? 0 : Date.parse(sentAt) + LATE_MS - Date.parse(ports.now())
  if (leftMs > 0) throw new Early(leftMs)
}
