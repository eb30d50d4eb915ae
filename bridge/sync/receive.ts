/**
 * Takes records of the base through translation into our tables: unchanged ones are left alone, what they name is fetched
 * first, then everything of one page is saved in one transaction together with its journal and whatever the caller adds.
 */
import { createHash } from 'node:crypto'
import type { Foreign } from '../../connectors/connector.ts'
import { DoorError } from '../../connectors/errors.ts'
import type { Arrival, Receiving, Verdict } from '../actions/receiving.ts'
import type { Records } from '../domain/received.ts'
import type { Noun, RunCounts } from '../domain/sync.ts'
import type { Context } from '../store/context.ts'
import { appendJournal, type JournalLine } from '../store/journal.ts'
import { addLinks, linksByKey, touchLink, type Link } from '../store/links.ts'
import { raiseConflicts, settleConflicts } from './conflicts.ts'
import { dispatch } from './dispatch.ts'
import { Lost } from './hold.ts'
import type { Mapping } from './mapping/mapping.ts'
import { linksOfRequests } from './mark.ts'
import { READ_ORDER, readRecord, type Partner } from './partner.ts'
import type { Change } from './ports.ts'
import { referencesOf } from './references.ts'
import { fromBase, type Issue } from './mapping/translate.ts'

/** How deep a record may pull in what it names: receipt -> invoice -> contract -> counterparty. */
const DEEPEST = 4
/** Most records fetched one by one for one page; the rest waits for the sweep. */
const MOST_FETCHED = 500

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

export type Tally = Record<string, RunCounts>

/** One noun of a page: what is new to us, and the verdicts already clear. */
interface Batch {
  noun: Noun
  arrivals: Arrival<Records[Noun]>[]
  adopted: Link[]
  same: Link[]
  gone: Link[]
  /** What the base said, word for word, by key: the journal keeps inputs. */
  raw: Map<string, Foreign>
  verdicts: Verdict[]
  counts: RunCounts
}

/**
 * An answer to our write and a round of reading may bring the same record at once. Whoever comes second fails on its key
 * and looks again: by then it is known.
 */
export async function receive(partner: Partner, items: Foreign[], occasion: Occasion): Promise<Tally> {
  try {
    return await receiveOnce(partner, items, occasion)
  } catch (error) {
    if (error instanceof DoorError || error instanceof Lost) throw error
    return receiveOnce(partner, items, occasion)
  }
}

async function receiveOnce(partner: Partner, items: Foreign[], occasion: Occasion): Promise<Tally> {
  const batches: Batch[] = []
  for (const noun of READ_ORDER) {
    const ofNoun = items.filter((item) => partner.mappingOf(item.kind)?.noun === noun)
    if (ofNoun.length > 0) batches.push(await sift(partner, noun, ofNoun))
  }
  await fetchMissing(partner, batches, occasion)
  const changes: Change[] = []
  try {
    await partner.ports.database.transaction((db) => save(partner, { db, batches, occasion, changes }))
  } catch (error) {
    partner.couples.forget()
    throw error
  }
  for (const change of changes) partner.ports.publish(change)
  return Object.fromEntries(batches.map(({ noun, counts }) => [noun, counts]))
}

/** Leaves out what we already hold in this version, translates the rest. */
async function sift(partner: Partner, noun: Noun, items: Foreign[]): Promise<Batch> {
  const { base, ports } = partner
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
    raw: new Map(),
    verdicts: [],
    counts: emptyCounts(),
  }
  for (const link of adopted) links.set(link.foreignKey, link)
  const mapping = partner.mappings[noun]
  const lookups = mapping ? await partner.lookups(mapping) : {}
  for (const item of items) siftOne(batch, item, { mapping, lookups, link: links.get(item.key) })
  return batch
}

interface Known {
  mapping: Mapping | undefined
  lookups: Record<string, string>
  link: Link | undefined
}

function siftOne(batch: Batch, item: Foreign, known: Known): void {
  const { link } = known
  batch.counts.seen++
  if (item.gone) {
    if (link && !link.gone) batch.gone.push(link)
    else batch.counts.skipped++
    return
  }
  if (link && !link.gone && link.version !== '' && link.version === item.version) {
    batch.counts.skipped++
    return
  }
  const arrival = translate(item, known)
  if (Array.isArray(arrival)) {
    batch.raw.set(item.key, item)
    batch.verdicts.push(unreadable(item, arrival))
  } else if (link && !link.gone && link.hash === arrival.hash) {
    batch.counts.skipped++
    batch.same.push({ ...link, version: item.version })
  } else {
    batch.raw.set(item.key, item)
    batch.arrivals.push(arrival)
  }
}

/** The rest of the page goes on; this record waits for a person. */
function unreadable(item: Foreign, issues: Issue[]): Verdict {
  const [first] = issues
  const facts = { field: first?.field ?? '', fault: first?.code ?? '', kind: item.kind }
  return { key: item.key, outcome: 'conflict', reason: 'record.unreadable', facts }
}

function translate(item: Foreign, { mapping, lookups, link }: Known): Arrival<Records[Noun]> | Issue[] {
  if (!mapping) return []
  const { record, issues } = fromBase(mapping, item, lookups)
  if (record === null) return issues
  const hash = createHash('sha1').update(JSON.stringify(record)).digest('base64')
  const day = 'date' in record && typeof record.date === 'string' ? record.date : ''
  return { key: item.key, version: item.version, hash, day, record, link }
}

/** What the page names and neither the page nor we have is read now, so that the page can be saved whole. */
async function fetchMissing(partner: Partner, batches: Batch[], occasion: Occasion): Promise<void> {
  const inPage = new Set(batches.flatMap(({ noun, arrivals }) => arrivals.map(({ key }) => `${noun}/${key}`)))
  const named = batches.flatMap(({ noun, arrivals }) => arrivals.flatMap(({ record }) => referencesOf(noun, record)))
  const missing = await partner.couples.load(partner.ports.database.db, named)
  const wanted = missing.filter(({ noun, key }) => !inPage.has(`${noun}/${key}`)).slice(0, MOST_FETCHED)
  const depth = (occasion.depth ?? 0) + 1
  if (wanted.length === 0 || depth > DEEPEST) return
  const found: Foreign[] = []
  for (const { noun, key } of wanted) {
    const record = await readRecord(partner, noun, key)
    if (record) found.push(record)
  }
  if (found.length > 0)
    await receive(partner, found, { run: occasion.run, author: partner.base.name, own: false, depth })
}

interface Saving {
  db: Context['db']
  batches: Batch[]
  occasion: Occasion
  changes: Change[]
}

async function save(partner: Partner, saving: Saving): Promise<void> {
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

export function emptyCounts(): RunCounts {
  return { seen: 0, applied: 0, skipped: 0, conflict: 0, pending: 0 }
}

export function addTally(sum: Tally, more: Tally): void {
  for (const [noun, counts] of Object.entries(more)) {
    const into = (sum[noun] ??= emptyCounts())
    for (const key of Object.keys(counts) as (keyof RunCounts)[]) into[key] += counts[key]
  }
}
