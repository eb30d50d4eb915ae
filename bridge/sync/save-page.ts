/** Saves a page in the transaction it is given: links, records, conflicts, journal, and what the caller adds. */
import type { Receiving, Verdict } from '../actions/receiving.ts'
import type { Context } from '../store/context.ts'
import { appendJournal, type JournalLine } from '../store/journal.ts'
import { addLinks, touchLink } from '../store/links.ts'
import { raiseConflicts, settleConflicts } from './conflicts.ts'
import { dispatch } from './dispatch.ts'
import { forgetErased } from './forget-erased.ts'
import { recogniseSent } from './likeness.ts'
import type { Occasion } from './occasion.ts'
import type { Partner } from './partner.ts'
import type { Change } from './ports.ts'
import type { Batch } from './sift.ts'

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
    await forgetErased(ctx, batch)
    await recogniseSent(partner, ctx, batch)
    await addLinks(ctx.db, partner.base.rowId, batch.adopted)
    for (const link of batch.adopted) ctx.learn(link)
    for (const link of batch.same) await touchLink(ctx.db, partner.base.rowId, link)
    batch.verdicts.push(...(await dispatch(ctx, batch)))
    for (const { outcome } of batch.verdicts) batch.counts[outcome]++
    await raiseConflicts(ctx, batch)
    await settleConflicts(ctx, batch)
    await writeJournal(partner, ctx, { batch, occasion: saving.occasion, alone: saving.batches.length === 1 })
  }
}

interface Written {
  batch: Batch
  occasion: Occasion
  /** The page brought nothing else. */
  alone: boolean
}

/** An answer of which most is news is kept whole, else the words about each record. */
async function writeJournal(partner: Partner, ctx: Context, { batch, occasion, alone }: Written): Promise<void> {
  const { base, mappings } = partner
  const mappingVersion = mappings[batch.noun]?.version ?? ''
  // The moment of the rows that it brings: a row and the line that brought it find each other by it.
  const head = { base: base.rowId, run: occasion.run, at: ctx.now(), mappingVersion }
  const keepsAnswer = alone && batch.gone.length === 0 && !batch.quotesErased
  const whole = keepsAnswer && batch.raw.size * 2 > batch.counts.seen ? occasion.said : undefined
  // Of a record that was not taken no row of ours says when that was: its line is found by its key alone.
  const stray = batch.verdicts.filter(({ outcome }) => outcome === 'conflict' || outcome === 'pending')
  const rest = batch.verdicts.filter((verdict) => !stray.includes(verdict))
  const linesOf = (verdicts: Verdict[], inWhole: boolean) => verdicts.map((one) => lineOf(batch, one, inWhole))
  await appendJournal(ctx.db, head, linesOf(stray, false))
  await appendJournal(ctx.db, whole ? { ...head, said: whole } : head, linesOf(rest, whole !== undefined))
}

/** @param inWhole the words stand in the answer that is kept whole */
function lineOf({ noun, raw }: Batch, { key, outcome, reason }: Verdict, inWhole: boolean): JournalLine {
  const said = raw.get(key)
  const line: JournalLine = {
    direction: 'in',
    noun,
    foreignKey: key,
    version: said?.item.version ?? '',
    outcome,
    reason,
  }
  if (inWhole && said && said.at !== null) line.item = said.at
  else line.body = said?.item.fields ?? { gone: true }
  return line
}

function receivingContext(partner: Partner, { db, occasion, changes }: Saving): Receiving {
  const { base, ports, couples } = partner
  const told = new Set<string>()
  // One moment for the whole transaction: a page is seen at once.
  const at = ports.now()
  return {
    viewer: ports.robot,
    db,
    now: () => at,
    newId: () => ports.newId(),
    transaction: (work) => work(receivingContext(partner, { db, occasion, changes, batches: [] })),
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
