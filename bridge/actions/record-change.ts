/** Freezes what people edited of a counterparty into one request to its base; the next one waits until that has ended. */
import { hash } from 'node:crypto'
import type { CounterpartyChange } from '../domain/request.ts'
import type { Context } from '../store/context.ts'
import { askForEdit, openEdits } from '../store/edits.ts'
import { addIntent, isChangeOnItsWay } from '../store/intents.ts'
import { linkOf } from '../store/links.ts'

/** Belongs into the transaction that edits, answers or ends the former request. @returns whether there was something to ask for */
export async function recordChange(
  { db, now, newId }: Pick<Context, 'db' | 'now' | 'newId'>,
  subjectRowId: number,
): Promise<boolean> {
  const noun = 'counterparty'
  if (await isChangeOnItsWay(db, noun, subjectRowId)) return false
  const edits = (await openEdits(db, noun, [subjectRowId])).filter(({ inConflict }) => !inConflict)
  const latest = edits.at(-1)
  if (!latest) return false
  const request: CounterpartyChange = { noun, edits: edits.map(({ id, field, ours }) => ({ id, field, value: ours })) }
  const payload = JSON.stringify(request)
  const link = await linkOf(db, { base: latest.baseRowId, noun }, subjectRowId)
  await addIntent(db, {
    id: newId(),
    baseRowId: latest.baseRowId,
    noun,
    act: 'change',
    subjectRowId,
    // A counterparty that is still on its way there gets its key when this request is sent.
    foreignKey: link?.foreignKey ?? newId(),
    payload,
    payloadHash: hash('sha256', payload, 'hex'),
    mappingVersion: '',
    authorRowId: latest.authorRowId,
    at: now(),
  })
  for (const edit of edits) await askForEdit(db, edit)
  return true
}
