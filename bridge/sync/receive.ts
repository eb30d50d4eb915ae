/**
 * Takes records of the base through translation into our tables: unchanged ones are left alone, what they name is fetched
 * first, then everything of one page is saved in one transaction together with its journal and whatever the caller adds.
 */
import type { Foreign } from '../../connectors/connector.ts'
import type { RunCounts } from '../domain/sync.ts'
import { isLocked, isTaken } from '../store/dialect.ts'
import { Overtaken } from '../store/links.ts'
import { answersToKeep } from './journal-page.ts'
import type { Occasion } from './occasion.ts'
import { READ_ORDER, readRecord, type Partner } from './partner.ts'
import type { Change } from './ports.ts'
import { tellReferences, type Reference } from './references.ts'
import { savePage } from './save-page.ts'
import { emptyCounts, sift, type Batch } from './sift.ts'

/** How deep a record may pull in what it names: receipt -> invoice -> contract -> counterparty. */
const DEEPEST = 4
/** Records fetched one by one before they are saved together; a page may name more than that. */
const FETCHED_TOGETHER = 500

export type Tally = Record<string, RunCounts>

/** Times that a page is taken anew because another worker was faster with one of its records. */
const MOST_ATTEMPTS = 8

/**
 * An answer to our write and a round of reading may bring the same record at once. Whoever comes second fails on its key
 * and looks again: by then it is known. A page of many records may meet several that are being written.
 */
export async function receive(partner: Partner, items: Foreign[], occasion: Occasion): Promise<Tally> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Couples of its own: what this page knows and learns is nobody else's to forget before it is committed.
      return await receiveOnce({ ...partner, couples: partner.couples.forPage() }, items, occasion)
    } catch (error) {
      const faster = error instanceof Overtaken || isTaken(error) || isLocked(error)
      if (attempt >= MOST_ATTEMPTS || !faster) throw error
    }
  }
}

async function receiveOnce(partner: Partner, items: Foreign[], occasion: Occasion): Promise<Tally> {
  const batches: Batch[] = []
  for (const noun of READ_ORDER) {
    const ofNoun = items.filter((item) => partner.mappingOf(item.kind)?.noun === noun)
    if (ofNoun.length > 0) batches.push(await sift(partner, { noun, items: ofNoun }, occasion))
  }
  await fetchMissing(partner, batches, occasion)
  const answers = answersToKeep(batches, occasion)
  const changes: Change[] = []
  await partner.ports.database.transaction((db) => savePage(partner, { db, batches, occasion, answers, changes }))
  partner.couples.share()
  for (const change of changes) partner.ports.publish(change)
  return Object.fromEntries(batches.map(({ noun, counts }) => [noun, counts]))
}

/** What the page names and neither the page nor we have is read now, so that the page can be saved whole. */
async function fetchMissing(partner: Partner, batches: Batch[], occasion: Occasion): Promise<void> {
  const missing = await partner.couples.load(partner.ports.database.db, (named) => {
    for (const { noun, arrivals } of batches) for (const { record } of arrivals) tellReferences(noun, record, named)
  })
  if (missing.length === 0) return
  const inPage = new Set(batches.flatMap(({ noun, arrivals }) => arrivals.map(({ key }) => `${noun}/${key}`)))
  const wanted = missing.filter(({ noun, key }) => !inPage.has(`${noun}/${key}`))
  const depth = (occasion.depth ?? 0) + 1
  if (wanted.length === 0 || depth > DEEPEST) return
  // All of it: nothing would later put right what was saved without the record that it names.
  for (let from = 0; from < wanted.length; from += FETCHED_TOGETHER)
    await fetchSome(partner, wanted.slice(from, from + FETCHED_TOGETHER), { run: occasion.run, depth })
}

async function fetchSome(partner: Partner, wanted: Reference[], { run, depth }: { run: number; depth: number }) {
  const found: Foreign[] = []
  for (const { noun, key } of wanted) {
    const record = await readRecord(partner, noun, key)
    if (record) found.push(record)
  }
  if (found.length > 0) await receive(partner, found, { run, author: partner.base.name, own: false, depth })
}

export function addTally(sum: Tally, more: Tally): void {
  for (const [noun, counts] of Object.entries(more)) {
    const into = (sum[noun] ??= emptyCounts())
    for (const key of Object.keys(counts) as (keyof RunCounts)[]) into[key] += counts[key]
  }
}
