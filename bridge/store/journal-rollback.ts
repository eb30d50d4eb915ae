/** What becomes of each change of a run when it is taken back: reversed, kept because somebody has changed it since, or failed. */
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { TAKEN, toldLines, toldLinesBack, type ToldLine } from './journal-told.ts'
import { linesOfRun } from './journal-run.ts'
import { deedsSince, keptRules, requestsOn, runKinds, type Deed } from './journal-since.ts'
import { linksByKey, type Link } from './links.ts'

export type Fate = 'reversed' | 'kept' | 'failed'

export interface Planned {
  noun: Noun
  key: string
  fate: Fate
  /** Key of the reason in words, '' for what is reversed. */
  reason: string
  facts: Facts
  link: Link | undefined
  /** The last line of the run about the record. */
  was: ToldLine
  /** The line before the run, whose words hold again afterwards. */
  before: ToldLine | undefined
}

export interface PlannedRun {
  rowId: number
  baseRowId: number
  startedAt: string
  finishedAt: string
}

/** Nothing is changed; in the order of the journal. */
export async function planRollback(db: Db, run: PlannedRun): Promise<Planned[]> {
  const changes = await changesOf(db, run)
  if (changes.size === 0) return []
  const since = await newerThan(db, run, changes)
  const before = await earlierThan(db, run, changes)
  const links = await linksOf(db, run.baseRowId, changes)
  const about = [...links.values()]
  const facts: Known = {
    since,
    before,
    links,
    deeds: await deedsSince(db, about, run.startedAt),
    requests: await requestsOn(db, run.baseRowId, about),
    kinds: await runKinds(db, [...since.values()]),
    rules: await keptRules(db),
  }
  return [...changes].map(([name, { last: was }]) => {
    const { noun, key } = was
    return { noun, key, ...judge(name, was, facts), link: links.get(name), was, before: before.get(name) }
  })
}

interface Changed {
  first: ToldLine
  last: ToldLine
}

/** By noun and key. */
type Changes = Map<string, Changed>

interface Known {
  /** The newest line about a record after the run, and the last one before it. */
  since: Map<string, ToldLine>
  before: Map<string, ToldLine>
  links: Map<string, Link>
  /** By noun and row id. */
  deeds: Map<string, Deed>
  requests: Set<string>
  /** Sorts of later runs by row id. */
  kinds: Map<number, string>
  /** Noun and version of every mapping whose rules were kept. */
  rules: Set<string>
}

type Judgement = Pick<Planned, 'fate' | 'reason' | 'facts'>

function judge(name: string, was: ToldLine, known: Known): Judgement {
  const link = known.links.get(name)
  const newer = known.since.get(name)
  if (!link) return failed('rollback.no-link')
  if (link.gone && newer) return failed('rollback.gone', { at: newer.at })
  if (newer) return kept(reasonOf(newer, known), { at: newer.at, run: newer.runId })
  const row = `${link.noun}/${link.ourId}`
  const deed = known.deeds.get(row)
  if (deed) return kept('rollback.person', { ...deed })
  if (known.requests.has(row)) return kept('rollback.request')
  const before = known.before.get(name)
  if (!before) return failed('rollback.came-new')
  if (!known.rules.has(`${was.noun}/${before.mappingVersion}`)) return failed('rollback.rules-lost')
  return { fate: 'reversed', reason: '', facts: {} }
}

/** Outside a run a record comes as the answer to a request of ours. */
function reasonOf({ runId }: ToldLine, { kinds }: Known): string {
  if (runId === 0) return 'rollback.request-since'
  const byPerson = ['replay', 'rollback'].includes(kinds.get(runId) ?? '')
  return byPerson ? 'rollback.later-run' : 'rollback.newer'
}

const failed = (reason: string, facts: Facts = {}): Judgement => ({ fate: 'failed', reason, facts })
const kept = (reason: string, facts: Facts = {}): Judgement => ({ fate: 'kept', reason, facts })
const nameOf = ({ noun, key }: { noun: Noun; key: string }) => `${noun}/${key}`

async function changesOf(db: Db, run: PlannedRun): Promise<Changes> {
  const found: Changes = new Map()
  const range = await linesOfRun(db, run)
  for await (const lines of toldLines(db, { base: run.baseRowId, run: run.rowId, outcomes: TAKEN, ...range }))
    for (const line of lines) {
      const first = found.get(nameOf(line))?.first ?? line
      found.set(nameOf(line), { first, last: line })
    }
  return found
}

async function newerThan(db: Db, run: PlannedRun, changes: Changes): Promise<Map<string, ToldLine>> {
  const found = new Map<string, ToldLine>()
  const from = [...changes.values()].reduce((least, { last }) => Math.min(least, last.id), Infinity) + 1
  for await (const lines of toldLines(db, { base: run.baseRowId, outcomes: TAKEN, from }))
    for (const line of lines) {
      const changed = changes.get(nameOf(line))
      if (changed && line.id > changed.last.id) found.set(nameOf(line), line)
    }
  return found
}

/** Walks back until every record has been met; those that came with the run never are. */
async function earlierThan(db: Db, run: PlannedRun, changes: Changes): Promise<Map<string, ToldLine>> {
  const found = new Map<string, ToldLine>()
  const until = [...changes.values()].reduce((most, { first }) => Math.max(most, first.id), 0)
  for await (const lines of toldLinesBack(db, { base: run.baseRowId, outcomes: TAKEN, from: 0, until })) {
    for (const line of lines) {
      const changed = changes.get(nameOf(line))
      if (changed && line.id < changed.first.id && !found.has(nameOf(line))) found.set(nameOf(line), line)
    }
    if (found.size === changes.size) break
  }
  return found
}

async function linksOf(db: Db, base: number, changes: Changes): Promise<Map<string, Link>> {
  const found = new Map<string, Link>()
  const lines = [...changes.values()].map(({ last }) => last)
  for (const noun of new Set(lines.map((line) => line.noun))) {
    const keys = lines.filter((line) => line.noun === noun).map(({ key }) => key)
    for (const [key, link] of await linksByKey(db, { base, noun }, keys)) found.set(`${noun}/${key}`, link)
  }
  return found
}
