/** Questions to people about records that could not be taken: asked once, closed when the record can be taken at last. */
import type { Receiving, Verdict } from '../actions/receiving.ts'
import type { Noun } from '../domain/sync.ts'
import { hasOpenTroubles, raiseTrouble, settleTroubles } from '../store/troubles.ts'

/** Records of one noun and what became of each. */
interface Judged {
  noun: Noun
  verdicts: Verdict[]
}

/** Each conflict is seen by a person, once, until it is answered or goes away. */
export async function raiseConflicts(ctx: Receiving, batch: Judged): Promise<void> {
  for (const verdict of batch.verdicts) {
    if (verdict.outcome !== 'conflict') continue
    const id = await raiseTrouble(ctx.db, {
      baseRowId: ctx.base.rowId,
      code: verdict.reason,
      facts: verdict.facts ?? {},
      noun: batch.noun,
      subject: verdict.key,
      answers: ['seen'],
      at: ctx.now(),
    })
    ctx.changed('trouble', id)
  }
}

/** What could be taken at last is no question any more. */
export async function settleConflicts(ctx: Receiving, { noun, verdicts }: Judged): Promise<void> {
  if (!(await hasOpenTroubles(ctx.db, noun))) return
  const keys = verdicts.filter(({ outcome }) => outcome === 'applied').map(({ key }) => key)
  await settleTroubles(ctx.db, { noun, subjects: keys }, { who: ctx.base.name, at: ctx.now() })
}
