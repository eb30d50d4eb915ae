/**
 * Carries a change of a counterparty to the base: reads it, merges what both sides did, writes what is still ours to write against
 * the version that was read, and reads it back.
 */
import type { Foreign } from '../../connectors/connector.ts'
import { Refused } from '../../connectors/errors.ts'
import { recordChange } from '../actions/record-change.ts'
import type { CounterpartyChange } from '../domain/request.ts'
import { openEdits, type Edit } from '../store/edits.ts'
import { linkOf } from '../store/links.ts'
import type { Held } from './hold.ts'
import { tooEarlyToRepeat } from './look.ts'
import { Waits } from './outcome.ts'
import { readRecord, type Partner } from './partner.ts'
import { receive } from './receive.ts'
import { writeChange } from './write-change.ts'

const NOUN = 'counterparty'

export async function carryChange(partner: Partner, held: Held): Promise<void> {
  const { edits: asked } = JSON.parse(held.intent.payload) as CounterpartyChange
  const found = await present(partner, held)
  const wanted = await stillWanted(partner, asked, { found, subject: held.intent.subjectRowId })
  // After an attempt whose answer was lost: it may still be on its way, and would undo what comes after it, be it that the same is
  // sent again or that people have typed something newer. That the base says what was sent proves nothing: they may have typed the same.
  if (held.state !== 'queued') await tooEarlyToRepeat(partner, held, 'change')
  if (wanted.length === 0) return finish(partner, held)
  await writeChange(partner, held, { found, wanted })
  await askForTheRest(partner, held)
}

/** The record as the base holds it. @throws Waits while it is not there yet, Refused `base.gone` */
async function present(partner: Partner, { intent }: Held): Promise<Foreign> {
  const link = await linkOf(partner.ports.database.db, { base: partner.base.rowId, noun: NOUN }, intent.subjectRowId)
  if (!link) throw new Waits(NOUN, { because: '', baseDown: false })
  const found = link.gone ? null : await readRecord(partner, NOUN, link.foreignKey)
  if (!found) throw new Refused('base.gone', 'the record is no longer in the base')
  return found
}

/** Merges what was read, and answers which edits of the request are still to be written: not what was typed anew or decided. */
async function stillWanted(
  partner: Partner,
  asked: CounterpartyChange['edits'],
  { found, subject }: { found: Foreign; subject: number },
): Promise<Edit[]> {
  await receive(partner, [found], { run: 0, author: partner.base.name, own: false, anew: true })
  const open = await openEdits(partner.ports.database.db, NOUN, [subject])
  return open.filter((edit) => !edit.inConflict && asked.some(({ id, value }) => id === edit.id && value === edit.ours))
}

/** Nothing of it is left to write: both sides agree, or people decide. */
async function finish(partner: Partner, held: Held): Promise<void> {
  await held.step({ state: 'done', reason: '', facts: {} }, { outcome: 'agreed', body: {} })
  partner.ports.publish({ what: 'queue', id: held.intent.id })
  await askForTheRest(partner, held)
}

/** What was typed while this request was on its way. */
async function askForTheRest({ ports }: Partner, { intent }: Held): Promise<void> {
  const ids = { now: () => ports.now(), newId: () => ports.newId() }
  await ports.database.transaction((db) => recordChange({ db, ...ids }, intent.subjectRowId))
}
