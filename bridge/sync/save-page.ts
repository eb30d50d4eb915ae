/** Saves a page in the transaction it is given: links, records, conflicts, journal, and what the caller adds. */
import type { Receiving, Verdict } from '../actions/receiving.ts'
import type { Noun } from '../domain/sync.ts'
import type { Context } from '../store/context.ts'
import { appendJournal, type JournalLine } from '../store/journal.ts'
import { addLinks, touchLink } from '../store/links.ts'
import { raiseConflicts, settleConflicts } from './conflicts.ts'
import { dispatch } from './dispatch.ts'
import type { Partner } from './partner.ts'
import type { Change } from './ports.ts'
import type { Batch } from './sift.ts'

export interface Occasion {
  /** Row id of the run, 0 = answer to a write of ours. */
  run: number
  author: string
  own: boolean
  /** Done first in the same transaction: the step of the intent, or the cursor. */
  together?(ctx: Context): Promise<void>
  /** Set by the engine when a record pulls in what it names. */
  depth?: number
}

export interface Saving {
  db: Context['db']
  batches: Batch[]
  occasion: Occasion
  changes: Change[]
}

export async function savePage(partner: Partner, saving: Saving): Promise<void> {
  const ctx = receivingContext(partner, saving)
  await saving.occasion.together?.(ctx)
  for (const batch of saving.batches) {
    await addLinks(ctx.db, partner.base.rowId, batch.adopted)
    for (const link of batch.adopted) ctx.learn(link)
    for (const link of batch.same) await touchLink(ctx.db, partner.base.rowId, link)
    batch.verdicts.push(...(await dispatch(ctx, batch)))
    for (const { outcome } of batch.verdicts) batch.counts[outcome]++
    await raiseConflicts(ctx, batch)
    await settleConflicts(ctx, batch)
    await appendJournal(
      ctx.db,
      journalHead(partner, batch.noun, saving.occasion.run),
      batch.verdicts.map(lineOf(batch)),
    )
  }
}

function lineOf(batch: Batch): (verdict: Verdict) => JournalLine {
  return ({ key, outcome, reason }) => {
    const item = batch.raw.get(key)
    const body = item?.fields ?? { gone: true }
    return { direction: 'in', noun: batch.noun, foreignKey: key, version: item?.version ?? '', outcome, reason, body }
  }
}

function receivingContext(partner: Partner, { db, occasion, changes }: Saving): Receiving {
  const { base, ports, couples } = partner
  const told = new Set<string>()
  return {
    viewer: ports.robot,
    db,
    now: () => ports.now(),
    newId: () => ports.newId(),
    transaction: (work) => work(receivingContext(partner, { db, occasion, changes, batches: [] })),
    base,
    author: occasion.author,
    own: occasion.own,
    ourId: (noun, key) => couples.ourId(noun, key),
    learn: (link) => couples.learn(link),
    changed: (what, id) => {
      if (told.has(`${what}/${id}`)) return
      told.add(`${what}/${id}`)
      changes.push({ what, id })
    },
  }
}

function journalHead(partner: Partner, noun: Noun, run: number) {
  const mappingVersion = partner.mappings[noun]?.version ?? ''
  return { base: partner.base.rowId, run, at: partner.ports.now(), mappingVersion }
}
