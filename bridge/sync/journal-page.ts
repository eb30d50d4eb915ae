/** What the journal keeps of a page: what became of each record, and the words of the base about it. */
import type { Context } from '../store/context.ts'
import { appendJournal, packed, type JournalLine } from '../store/journal.ts'
import type { Occasion } from './occasion.ts'
import type { Partner } from './partner.ts'
import type { Batch } from './sift.ts'

/** An answer that is kept whole: so many of the items of a page, in their order. */
export interface Answer {
  body: Promise<Uint8Array>
  count: number
}

/** An answer of which most is news, and that brought nothing else, is kept whole. It is packed while the page is being saved. */
export function answersToKeep(batches: Batch[], { said = [] }: Occasion): Answer[] {
  const [batch, ...others] = batches
  const isNews = batch && others.length === 0 && batch.gone.length === 0 && batch.raw.size * 2 > batch.counts.seen
  return isNews ? said.map(({ bytes, count }) => ({ body: heard(packed(bytes)), count })) : []
}

/** A page that fails to be saved waits for its answer no more, whose own failure is then nobody's. */
function heard<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}

export interface Journalled {
  batch: Batch
  occasion: Occasion
  answers: Answer[]
}

/** What is not kept as a whole answer is kept as the words about each record. */
export async function journalPage(
  partner: Partner,
  ctx: Context,
  { batch, occasion, answers }: Journalled,
): Promise<void> {
  const { base, mappings } = partner
  const mappingVersion = mappings[batch.noun]?.version ?? ''
  // The moment of the rows that it brings: a row and the line that brought it find each other by it.
  const head = { base: base.rowId, run: occasion.run, at: ctx.now(), mappingVersion }
  const whole = batch.quotesErased ? [] : answers
  const { words, answered } = shareOut(batch, whole)
  await appendJournal(ctx.db, head, words)
  for (const [at, { body }] of whole.entries())
    await appendJournal(ctx.db, { ...head, answer: await body }, answered[at] ?? [])
}

/** Lines that keep the words about their record, and for each answer that is kept whole those that only name their place in it. */
function shareOut(batch: Batch, whole: Answer[]): { words: JournalLine[]; answered: JournalLine[][] } {
  const words: JournalLine[] = []
  const answered: JournalLine[][] = whole.map(() => [])
  for (const { key, outcome, reason } of batch.verdicts) {
    const said = batch.raw.get(key)
    const version = said?.item.version ?? ''
    const line: JournalLine = { direction: 'in', noun: batch.noun, foreignKey: key, version, outcome, reason }
    // Of a record that was not taken no row of ours says when that was: its line is found by its key alone.
    const isStray = outcome === 'conflict' || outcome === 'pending'
    const place = isStray ? undefined : placeIn(whole, said?.at ?? null)
    if (place) answered[place.answer]?.push(Object.assign(line, { item: place.item }))
    else words.push(Object.assign(line, { body: said?.item.fields ?? { gone: true } }))
  }
  return { words, answered }
}

/** Which answer brought the item, and its place there. @param at its place in the page */
function placeIn(whole: Answer[], at: number | null): { answer: number; item: number } | undefined {
  let item = at ?? Infinity
  for (const [answer, { count }] of whole.entries()) {
    if (item < count) return { answer, item }
    item -= count
  }
  return undefined
}
