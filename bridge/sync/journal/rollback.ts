/** Takes a run back: what it changed says again what it said before, unless somebody has changed it since. The base is not asked. */
import { Problem } from '../../domain/problem.ts'
import type { Noun, RunCounts } from '../../domain/sync.ts'
import { appendAgain } from '../../store/journal-again.ts'
import { planRollback, type Fate, type Planned, type PlannedRun } from '../../store/journal-rollback.ts'
import { isGone, Words } from '../../store/journal-told.ts'
import type { Link } from '../../store/links.ts'
import { dispatch } from '../dispatch.ts'
import { READ_ORDER } from '../partner.ts'
import { arrivalOf } from '../arrival.ts'
import { readSaid, Rules } from './rules.ts'
import { receivingOf, rowsNamedBy, type AnyArrival, type Telling, type Verdict } from './telling.ts'

/** A change of the run and what has become of it. */
export type Undone = Pick<Planned, 'noun' | 'key' | 'fate' | 'reason' | 'facts'>

export interface RolledBack {
  changes: Undone[]
  /** Applied = reversed, skipped = kept, conflict = failed. */
  counts: Record<string, RunCounts>
}

/** Changes that are put into our words together. */
const BATCH = 500

/**
 * @param given transaction, author and moment; it must not be committed when this fails
 * @param which row id of the roll-back itself, and the run that it takes back
 */
export async function rollBack(
  given: Omit<Telling, 'rows' | 'deed' | 'run'>,
  which: { rowId: number; target: PlannedRun },
): Promise<RolledBack> {
  const { db, base, at } = given
  const telling = { ...given, deed: 'rolled-back' as const, run: which.rowId }
  const plan = await planRollback(db, which.target)
  for (const noun of READ_ORDER) {
    const due = plan.filter((one) => one.noun === noun && one.fate === 'reversed')
    for (let from = 0; from < due.length; from += BATCH) await reverse(telling, noun, due.slice(from, from + BATCH))
  }
  const lines = plan.map((one) => {
    const words = one.fate === 'reversed' && one.before ? one.before : one.was
    const { version, mappingVersion } = words
    return { noun: one.noun, key: one.key, version, outcome: one.fate, reason: one.reason, mappingVersion, words }
  })
  await appendAgain(db, { base: base.rowId, run: which.rowId, at }, lines)
  return { changes: plan.map(toUndone), counts: countsOf(plan) }
}

function toUndone({ noun, key, fate, reason, facts }: Planned): Undone {
  return { noun, key, fate, reason, facts }
}

/** What cannot be reversed after all is marked as failed in the plan. */
async function reverse(telling: Omit<Telling, 'rows'>, noun: Noun, due: Planned[]): Promise<void> {
  const { db, base } = telling
  const said = await new Words(db).of(due.flatMap(({ before }) => before ?? []))
  const gone: Link[] = []
  const arrivals: AnyArrival[] = []
  const rules = new Rules(db, base.rowId)
  for (const one of due) {
    const words = said.get(one.before?.id ?? 0) ?? {}
    if (isGone(words)) gone.push(linkOf(one))
    else arrivals.push(...(await arrivalBefore(telling, rules, { one, words })))
  }
  const rows = await rowsNamedBy(telling, noun, arrivals)
  const verdicts = await dispatch(receivingOf({ ...telling, rows }), { noun, arrivals, gone })
  const byKey = new Map(verdicts.map((verdict) => [verdict.key, verdict]))
  for (const one of due) failUnlessApplied(one, byKey.get(one.key))
}

function failUnlessApplied(one: Planned, verdict: Verdict | undefined): void {
  if (verdict?.outcome === 'applied' || one.fate === 'failed') return
  Object.assign(one, { fate: 'failed' satisfies Fate, reason: verdict?.reason ?? 'record.unreadable' })
}

/** The record as it was before the run, by the rules of that time; none when it cannot be read by them. */
async function arrivalBefore(
  { ports }: Omit<Telling, 'rows'>,
  rules: Rules,
  { one, words }: { one: Planned; words: Record<string, unknown> },
): Promise<AnyArrival[]> {
  const { noun, key, before, was } = one
  if (!before) return []
  const link = linkOf(one)
  try {
    const kept = await rules.of(noun, before.mappingVersion)
    // The same words by other rules: what the base was last seen to hold has not changed by that.
    const version = before.version === was.version ? link.version : before.version
    const { record } = readSaid(ports, kept, { key, version, fields: words })
    return record === null ? [] : [arrivalOf({ key, version }, record, link)]
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    Object.assign(one, { fate: 'failed' satisfies Fate, reason: 'rollback.rules-lost' })
    return []
  }
}

function linkOf({ link, key }: Planned): Link {
  if (!link) throw new Error(`a change of ${key} without a link cannot be reversed`)
  return link
}

const COUNTED: Record<Fate, 'applied' | 'skipped' | 'conflict'> = {
  reversed: 'applied',
  kept: 'skipped',
  failed: 'conflict',
}

function countsOf(plan: Planned[]): Record<string, RunCounts> {
  const counts: Record<string, RunCounts> = {}
  for (const { noun, fate } of plan) {
    const of = (counts[noun] ??= { seen: 0, applied: 0, skipped: 0, conflict: 0, pending: 0 })
    of.seen++
    of[COUNTED[fate]]++
  }
  return counts
}
