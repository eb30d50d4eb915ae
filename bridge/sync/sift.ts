/** Looks at what a page brought of one noun: what we hold already is left alone, the rest is put into our words. */
import type { Foreign } from '../../connectors/connector.ts'
import type { Arrival, Verdict } from '../actions/receiving.ts'
import type { Records } from '../domain/received.ts'
import type { Noun, RunCounts } from '../domain/sync.ts'
import { linksByKey, type Link } from '../store/links.ts'
import { askedAbout } from '../store/troubles.ts'
import { readArrival, type Known } from './arrival.ts'
import type { Issue } from './mapping/translate.ts'
import { linksOfRequests } from './mark.ts'
import { asOfNow, type Seen } from './overtaken.ts'
import type { Partner } from './partner.ts'
import type { Occasion } from './occasion.ts'

/** One noun of a page: what is new to us, and the verdicts already clear. */
export interface Batch {
  noun: Noun
  arrivals: Arrival<Records[Noun]>[]
  adopted: Link[]
  same: Link[]
  gone: Link[]
  /** Of all that the page brought, news or not. */
  keys: string[]
  /** An answer that quotes an erased person is not kept whole. */
  quotesErased: boolean
  /** What the base said, word for word, by key, and its place among the items: the journal keeps inputs. */
  raw: Map<string, { item: Foreign; at: number | null }>
  verdicts: Verdict[]
  counts: RunCounts
}

/** Leaves out what we already hold in this version, translates the rest. */
export async function sift(partner: Partner, asked: Omit<Seen, 'links'>, occasion: Occasion): Promise<Batch> {
  const { base, ports } = partner
  const { noun, items } = asked
  const keys = items.map(({ key }) => key)
  const links = await linksByKey(ports.database.db, { base: base.rowId, noun }, keys)
  const unknown = items.filter(({ key }) => !links.has(key))
  const adopted = await linksOfRequests(partner, noun, unknown)
  const batch: Batch = {
    noun,
    arrivals: [],
    adopted,
    same: [],
    gone: [],
    keys,
    quotesErased: false,
    raw: new Map(),
    verdicts: [],
    counts: emptyCounts(),
  }
  for (const link of adopted) links.set(link.foreignKey, link)
  const mapping = partner.mappings[noun]
  const lookups = mapping ? await partner.lookups(mapping) : {}
  const read = ports.translate
  const waiting = await askedAbout(ports.database.db, { noun }, [...links.keys()])
  const current = await asOfNow(partner, { noun, items, links }, occasion)
  for (const [place, item] of current.entries()) {
    // What was read once more does not stand in the answer that brought the page.
    const at = item === items[place] ? place : null
    const waits = waiting.has(item.key)
    const anew = occasion.anew === true
    siftOne(batch, item, { at, read, mapping, lookups, link: links.get(item.key), waits, anew })
  }
  return batch
}

function siftOne(batch: Batch, item: Foreign, known: Known): void {
  const { link, anew } = known
  batch.counts.seen++
  if (item.gone) {
    if (link && !link.gone) batch.gone.push(link)
    else batch.counts.skipped++
    return
  }
  if (link && !link.gone && link.version !== '' && link.version === item.version && !anew) {
    batch.counts.skipped++
    return
  }
  const arrival = readArrival(item, known)
  if (Array.isArray(arrival)) {
    batch.raw.set(item.key, { item, at: known.at })
    batch.verdicts.push(unreadable(item, arrival))
  } else if (link && !link.gone && link.hash === arrival.hash && !known.waits && !anew) {
    batch.counts.skipped++
    batch.same.push({ ...link, version: item.version })
  } else {
    batch.raw.set(item.key, { item, at: known.at })
    batch.arrivals.push(arrival)
  }
}

/** The rest of the page goes on; this record waits for a person. */
export function unreadable(item: Pick<Foreign, 'key' | 'kind'>, issues: Issue[]): Verdict {
  const [first] = issues
  const facts = { field: first?.field ?? '', fault: first?.code ?? '', kind: item.kind }
  return { key: item.key, outcome: 'conflict', reason: 'record.unreadable', facts }
}

export function emptyCounts(): RunCounts {
  return { seen: 0, applied: 0, skipped: 0, conflict: 0, pending: 0 }
}
