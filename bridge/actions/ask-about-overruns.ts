/**
 * A change of ours whose answer was lost may be carried out late, over what people in accounting have typed meanwhile: the base may not look
 * at versions, and 1C writes phone, e-mail and address as one table. Where we have read what they typed, a person is asked.
 */
import { writtenWith } from '../domain/merge.ts'
import type { CounterpartyRecord } from '../domain/received.ts'
import { EDITABLE, textsSince } from '../store/counterparties.ts'
import { addEdit, openEdits } from '../store/edits.ts'
import { fieldWordsOf } from '../store/field-words.ts'
import { unansweredChanges, type Unheard } from '../store/intent-links.ts'
import type { Arrival, Receiving } from './receiving.ts'

const NOUN = 'counterparty'

/** Each becomes an open edit: our row goes on showing what was typed, until a person has decided. */
export async function askAboutOverruns(ctx: Receiving, arrivals: Arrival<CounterpartyRecord>[]): Promise<void> {
  const known = new Map(arrivals.flatMap(({ link, record }) => (link ? [[link.ourId, record] as const] : [])))
  const unheard = await unansweredChanges(ctx.db, { base: ctx.base.rowId, noun: NOUN }, [...known.keys()])
  for (const change of unheard) {
    const record = known.get(change.subjectRowId)
    if (record) await askAboutRecord(ctx, change, record)
  }
}

/**
 * A field that our change writes, too, says again what it said when that left, although something else has been read since. Whether our
 * change did that or people in accounting did, nobody can tell.
 */
async function askAboutRecord(
  ctx: Receiving,
  { subjectRowId, since, fields }: Unheard,
  record: CounterpartyRecord,
): Promise<void> {
  const { db, base } = ctx
  const texts = await textsSince(db, subjectRowId, since)
  if (!texts) return
  const { now, before } = texts
  const written = writtenWith(await fieldWordsOf(db, base.rowId, NOUN), fields)
  const open = await openEdits(db, NOUN, [subjectRowId])
  for (const field of EDITABLE) {
    const theirs = record[field]
    const isSettled = written.includes(field) && !open.some((edit) => edit.field === field)
    if (!isSettled || theirs !== before[field] || theirs === now[field]) continue
    const at = ctx.now()
    const who = { baseRowId: base.rowId, noun: NOUN, subjectRowId, authorRowId: ctx.viewer.rowId } as const
    const edit = { id: ctx.newId(), ...who, field, agreed: now[field], ours: now[field], at }
    await addEdit(db, edit, { theirs, reason: 'edit.overrun', at })
    ctx.changed('trouble', edit.id)
  }
}
