/** Saves a page in the transaction it is given: links, records, conflicts, journal, and what the caller adds. */
import type { Receiving } from '../actions/receiving.ts'
import type { Context } from '../store/context.ts'
import { addLinks, touchLink } from '../store/links.ts'
import { raiseConflicts, settleConflicts } from './conflicts.ts'
import { dispatch } from './dispatch.ts'
import { forgetErased } from './forget-erased.ts'
import { journalPage, type Answer } from './journal-page.ts'
import { recogniseSent } from './likeness.ts'
import type { Occasion } from './occasion.ts'
import type { Partner } from './partner.ts'
import type { Change } from './ports.ts'
import type { Batch } from './sift.ts'

export interface Saving {
  db: Context['db']
  batches: Batch[]
  occasion: Occasion
  answers: Answer[]
  changes: Change[]
}

export async function savePage(partner: Partner, saving: Saving): Promise<void> {
  const ctx = receivingContext(partner, saving)
  await saving.occasion.together?.(ctx)
  for (const batch of saving.batches) {
    await forgetErased(ctx, batch)
    await recogniseSent(partner, ctx, batch)
    await addLinks(ctx.db, partner.base.rowId, batch.adopted)
    for (const link of batch.adopted) ctx.learn(link)
    for (const link of batch.same) await touchLink(ctx.db, partner.base.rowId, link)
    batch.verdicts.push(...(await dispatch(ctx, batch)))
    for (const { outcome } of batch.verdicts) batch.counts[outcome]++
    await raiseConflicts(ctx, batch)
    await settleConflicts(ctx, batch)
    await journalPage(partner, ctx, { batch, occasion: saving.occasion, answers: saving.answers })
  }
}

function receivingContext(partner: Partner, { db, occasion, changes }: Omit<Saving, 'batches' | 'answers'>): Receiving {
  const { base, ports, couples } = partner
  const told = new Set<string>()
  // One moment for the whole transaction: a page is seen at once.
  const at = ports.now()
  return {
    viewer: ports.robot,
    db,
    now: () => at,
    newId: () => ports.newId(),
    transaction: (work) => work(receivingContext(partner, { db, occasion, changes })),
    base,
    author: occasion.author,
    own: occasion.own,
    causeOf: (noun) => ({
      at,
      who: occasion.author,
      deed: occasion.own ? 'answered' : 'told',
      run: occasion.run,
      rules: partner.mappings[noun]?.version ?? '',
    }),
    ourId: (noun, key) => couples.ourId(noun, key),
    learn: (link) => couples.learn(link),
    changed: (what, id) => {
      if (told.has(`${what}/${id}`)) return
      told.add(`${what}/${id}`)
      changes.push({ what, id })
    },
  }
}
