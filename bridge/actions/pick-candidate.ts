/** The accountant says which record of her base a counterparty of ours is, and which others are the same legal entity. */
import { notFound, Problem } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
import { candidatesFor, handOver, makeAlias, type Candidate } from '../store/aliases.ts'
import type { Context } from '../store/context.ts'
import { findCounterparty, type StoredCounterparty } from '../store/counterparties.ts'
import { cancelIntent, liveIntentOf, wakeWaiting } from '../store/intents.ts'

export interface Pick {
  /** Id of the record that counts. */
  choice?: string
  /** Ids of those that are the same legal entity. */
  aliases?: string[]
}

/**
 * Nothing is merged in the base: ours becomes an alias of the record that counts, the others too where the person says so.
 * @throws Problem `counterparty.not-found` `trouble.wrong-choice` `counterparty.on-its-way`
 */
export async function pickCandidate(ctx: Context, subject: Trouble['subject'], pick: Pick): Promise<void> {
  if (!subject) throw notFound('counterparty')
  const ours = await findCounterparty(ctx, subject.id)
  const candidates = await candidatesFor(ctx.db, ours)
  const principal = one(candidates, pick.choice ?? '')
  const aliases = (pick.aliases ?? []).filter((id) => id !== principal.id).map((id) => one(candidates, id))
  await withdrawCreation(ctx, ours)
  await handOver(ctx, ours.rowId, principal.rowId)
  for (const { rowId } of [ours, ...aliases]) await makeAlias(ctx, rowId, principal.rowId)
}

function one(candidates: Candidate[], id: string): Candidate {
  const found = candidates.find((candidate) => candidate.id === id)
  if (!found) throw new Problem('trouble.wrong-choice', {}, 'choice')
  return found
}

/** What has left for the base may be there already: then it must be known first. */
async function withdrawCreation(ctx: Context, { rowId }: StoredCounterparty): Promise<void> {
  const { db } = ctx
  const at = ctx.now()
  const intent = await liveIntentOf(db, 'counterparty', rowId)
  if (!intent) return
  if (!(await cancelIntent(db, intent.rowId, { inBase: false, at }))) throw new Problem('counterparty.on-its-way')
  await wakeWaiting(db, intent.baseRowId, at)
}
