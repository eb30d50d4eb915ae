/** Compares what the base holds with what we hold: finds new, changed and physically deleted records without an exchange plan. */
import type { Foreign, Page } from '../connector.ts'
import { Misfit } from '../errors.ts'
import type { ODataKind } from './catalogue.ts'
import { cursorOf, type Position } from './cursor.ts'
import { naive } from './naive.ts'
import { KEYS_PER_CALL, readMany, readOne, readVersions } from './read.ts'
import { goneRecord } from './records.ts'
import type { Trip } from './trip.ts'
import { withinDates } from './where.ts'
import { END, isDated, windowsOf, type Window } from './windows.ts'

/** Keys and versions are short: a page of them may be long. */
const VERSIONS_PER_PAGE = 5000
const MOST_VERSION_PAGES = 400

/** Documents this young are compared in every round; older ones change rarely and wait for the whole comparison. */
const FRESH_DAYS = 45
const DAY_MS = 86_400_000

/** A catalogue that needs several pages is compared this often, a smaller one in every round. */
const LARGE_CATALOGUE_PAUSE_MS = 15 * 60_000

/** A round of following: fresh documents and catalogues, one call per kind when nothing has changed. */
export async function* compareFresh(trip: Trip, kinds: ODataKind[], position: Position): AsyncGenerator<Page> {
  const nowMs = trip.base.options.now()
  const from = `${naive(nowMs - FRESH_DAYS * DAY_MS, trip.base.options.timeZone).slice(0, 10)}T00:00:00`
  for (const kind of kinds) {
    const last = position.comparedAtMs[kind.name]
    if (last !== undefined && nowMs - last < LARGE_CATALOGUE_PAUSE_MS) continue
    const window = isDated(kind) ? { from, until: END } : {}
    const comparison = { trip, kind, window, listed: 0, position }
    for await (const items of compareWindow(comparison)) yield { items, cursor: cursorOf(position) }
    if (isDated(kind) || comparison.listed <= VERSIONS_PER_PAGE) continue
    position.comparedAtMs = { ...position.comparedAtMs, [kind.name]: nowMs }
    yield { items: [], cursor: cursorOf(position) }
  }
}

/** Compares everything, whatever else tells about changes: every other way is known to miss some. Resumable between windows. */
export async function* compareAll(trip: Trip, kinds: ODataKind[], position: Position): AsyncGenerator<Page> {
  const begun = position.sweep
  const first = Math.max(
    0,
    kinds.findIndex((kind) => kind.name === begun?.kind),
  )
  const startedAtMs = trip.base.options.now()
  for (const kind of kinds.slice(first)) {
    const start = begun?.kind === kind.name ? begun.from : ''
    for await (const window of windowsOf({ trip, kind }, start)) {
      position.sweep = { kind: kind.name, from: window.from ?? '', skip: 0 }
      for await (const items of compareWindow({ trip, kind, window, listed: 0, position }))
        yield { items, cursor: cursorOf(position) }
    }
  }
  delete position.sweep
  delete position.anew
  position.sweptAtMs = startedAtMs
  yield { items: [], cursor: cursorOf(position) }
}

interface Comparison {
  trip: Trip
  kind: ODataKind
  window: Window
  position: Position
  /** How many records the base listed. */
  listed: number
}

async function* compareWindow(comparison: Comparison): AsyncGenerator<Foreign[]> {
  const { trip, kind, window } = comparison
  const held = new Set(await trip.known.keysWithin(kind.name, window.from, window.until))
  const seen = new Set<string>()
  const $filter = withinDates(window.from, window.until)
  for (let page = 0, full = true; full && page < MOST_VERSION_PAGES; page++) {
    const $skip = page === 0 ? undefined : String(page * VERSIONS_PER_PAGE)
    const options = { $filter, $orderby: 'Ref_Key', $top: String(VERSIONS_PER_PAGE), $skip }
    const versions = await readVersions({ ...trip, kind }, options)
    full = versions.size === VERSIONS_PER_PAGE
    for (const key of versions.keys()) seen.add(key)
    yield* changedOnes(trip, kind, versions)
  }
  comparison.listed = seen.size
  const missing = [...held].filter((key) => !seen.has(key))
  if (comparison.position.anew !== true) stopWhenMostAreMissing(kind, held.size, missing.length)
  yield* missingOnes(trip, kind, missing)
}

async function* changedOnes(trip: Trip, kind: ODataKind, versions: Map<string, string>): AsyncGenerator<Foreign[]> {
  const ours = await trip.known.versions(kind.name, [...versions.keys()])
  const changed = [...versions]
    .filter(([key, version]) => version === '' || ours.get(key) !== version)
    .map(([key]) => key)
  for (let at = 0; at < changed.length; at += KEYS_PER_CALL) {
    const items = await readMany({ ...trip, kind }, changed.slice(at, at + KEYS_PER_CALL))
    if (items.length > 0) yield items
  }
}

/** A record missing in the listing has left the window or the base; only reading it by key tells which. */
async function* missingOnes(trip: Trip, kind: ODataKind, keys: string[]): AsyncGenerator<Foreign[]> {
  for (let at = 0; at < keys.length; at += KEYS_PER_CALL) {
    const items: Foreign[] = []
    for (const key of keys.slice(at, at + KEYS_PER_CALL)) {
      items.push((await readOne({ ...trip, kind }, key)) ?? goneRecord(kind.name, key))
    }
    yield items
  }
}

/** Fewer records may well be deleted by hand in one go. */
const FEW = 50

/** Half of everything gone is no tidying up: it is another base, or an old copy put in its place. */
function stopWhenMostAreMissing(kind: ODataKind, held: number, missing: number): void {
  if (missing <= FEW || missing * 2 < held) return
  throw new Misfit('base.other-base', `${missing} of ${held} known records of ${kind.name} are not in the base`, {
    kind: kind.name,
  })
}
