/** What the base will not take of a change becomes a question about each of its fields, not about the request: that is over. */
import type { CounterpartyChange } from '../domain/request.ts'
import { askAboutEdit, openEdits } from '../store/edits.ts'
import type { Held } from './hold.ts'
import type { Decision } from './outcome.ts'
import type { Partner } from './partner.ts'

export async function giveUpChange(
  partner: Partner,
  held: Held,
  { reason, facts }: Extract<Decision, { do: 'ask' }>,
): Promise<void> {
  const { ports } = partner
  const { noun, edits: asked } = JSON.parse(held.intent.payload) as CounterpartyChange
  await ports.database.transaction(async (db) => {
    await held.stepWith(db, { state: 'cancelled', reason, facts }, { outcome: 'refused', body: facts })
    for (const edit of await openEdits(db, noun, [held.intent.subjectRowId]))
      if (!edit.inConflict && asked.some(({ id }) => id === edit.id))
        await askAboutEdit(db, edit, { theirs: edit.agreed, reason, facts, at: ports.now() })
  })
  ports.publish({ what: 'queue', id: held.intent.id })
  ports.publish({ what: 'trouble', id: held.intent.id })
}
