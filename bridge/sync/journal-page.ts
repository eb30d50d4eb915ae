/** What the journal keeps of a page: what became of each record, and the words of the base about it. */
import type { Said } from '../../connectors/connector.ts'
import type { Context } from '../store/context.ts'
import { appendJournal, type JournalLine } from '../store/journal.ts'
import type { Occasion } from './occasion.ts'
import type { Partner } from './partner.ts'
import type { Batch } from './sift.ts'

export interface Journalled {
  batch: Batch
  occasion: Occasion
  /** The page brought nothing else. */
  alone: boolean
}

/** An answer of which most is news is kept whole, else the words about each record. */
export async function journalPage(
  partner: Partner,
  ctx: Context,
  { batch, occasion, alone }: Journalled,
): Promise<void> {
  const { base, mappings } = partner
  const mappingVersion = mappings[batch.noun]?.version ?? ''
  // The moment of the rows that it brings: a row and the line that brought it find each other by it.
  const head = { base: base.rowId, run: occasion.run, at: ctx.now(), mappingVersion }
  const keepsAnswer = alone && batch.gone.length === 0 && !batch.quotesErased
  const whole = keepsAnswer && batch.raw.size * 2 > batch.counts.seen ? (occasion.said ?? []) : []
  const { words, answered } = shareOut(batch, whole)
  await appendJournal(ctx.db, head, words)
  for (const [at, { bytes }] of whole.entries())
    await appendJournal(ctx.db, { ...head, said: bytes }, answered[at] ?? [])
}

/** Lines that keep the words about their record, and for each answer that is kept whole those that only name their place in it. */
function shareOut(batch: Batch, whole: Said[]): { words: JournalLine[]; answered: JournalLine[][] } {
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
function placeIn(whole: Said[], at: number | null): { answer: number; item: number } | undefined {
  let item = at ?? Infinity
  for (const [answer, { count }] of whole.entries()) {
    if (item < count) return { answer, item }
    item -= count
  }
  return undefined
}
