/** The first load: kind by kind, window by window, page by page, repeated where people moved the data meanwhile. */
import type { Page } from '../connector.ts'
import type { ODataKind } from './catalogue.ts'
import { cursorOf, type Pass, type Position } from './cursor.ts'
import { count, readCountedPage, type CountedPage } from './read.ts'
import { selectOf } from './select.ts'
import type { Trip } from './trip.ts'
import { withinDates } from './where.ts'
import { paceFor, windowsOf, type Window } from './windows.ts'

/** Observed: larger pages win nothing and cost memory on both sides. */
const PAGE_SIZE = 1000

/** A window that never rests is handed on after this many readings; a comparison follows and finds what slipped through. */
const MOST_READINGS = 3

/** Pages of every kind that is not loaded yet. `position` moves along: after the last page it is where following begins. */
export async function* load(trip: Trip, kinds: ODataKind[], position: Position): AsyncGenerator<Page> {
  for (const kind of kinds.filter(({ name }) => !position.loaded.includes(name))) {
    const resumed = position.load?.kind === kind.name
    position.load = resumed && position.load ? position.load : { kind: kind.name, from: '', skip: 0 }
    // Whoever goes on in the middle of a window cannot know what moved meanwhile: compare everything soon.
    if (resumed && position.load.skip > 0) position.sweptAtMs = 0
    yield* loadKind(trip, kind, position)
    position.loaded = [...position.loaded, kind.name]
    delete position.load
    yield { items: [], cursor: cursorOf(position) }
  }
}

async function* loadKind(trip: Trip, kind: ODataKind, position: Position): AsyncGenerator<Page> {
  const total = await count({ ...trip, kind })
  const start = position.load ?? { kind: kind.name, from: '', skip: 0 }
  const pace = { months: 1 }
  for await (const window of windowsOf({ trip, kind }, start.from, pace)) {
    const pass: Pass = { kind: kind.name, from: window.from ?? '', skip: 0 }
    if (pass.from === start.from) pass.skip = start.skip
    const reading = { trip, kind, window, pass, held: 0, settled: true }
    for await (const { items, said } of readWindow(reading)) {
      position.load = { ...pass }
      const answer = { bytes: said, count: items.length }
      yield { items, said: [answer], cursor: cursorOf(position), ...(total === undefined ? {} : { total }) }
    }
    if (!reading.settled) position.sweptAtMs = 0
    // Thin months are read together: a call, a transaction and a flush to the disk for a page that is worth them.
    if (window.from !== undefined) pace.months = paceFor(pace, reading.held, PAGE_SIZE)
  }
}

interface Reading {
  trip: Trip
  kind: ODataKind
  window: Window
  pass: Pass
  /** Records that the window held when it was last read. */
  held: number
  /** The window was seen complete while nobody moved it. */
  settled: boolean
}

/**
 * All records of a window. Every page says how many records the window holds: when that changes on the way, people moved the data
 * between two pages and the window is read again.
 */
async function* readWindow(reading: Reading): AsyncGenerator<CountedPage> {
  for (let times = 1; times <= MOST_READINGS; times++) {
    const resumed = reading.pass.skip > 0
    const counts = new Set<number>()
    let read = 0
    for await (const page of pagesOf(reading, counts)) {
      read += page.items.length
      yield page
    }
    reading.held = read
    const rested = counts.size === 0 || (counts.size === 1 && (resumed || counts.has(read)))
    if (rested) return
    reading.settled = times < MOST_READINGS
    reading.pass.skip = 0
  }
}

async function* pagesOf({ trip, kind, window, pass }: Reading, counts: Set<number>): AsyncGenerator<CountedPage> {
  const $filter = withinDates(window.from, window.until)
  const $select = selectOf(kind, trip.fields?.(kind.name) ?? [])
  for (let full = true; full;) {
    const options = {
      $select,
      $filter,
      $orderby: 'Ref_Key',
      $top: String(PAGE_SIZE),
      $skip: String(pass.skip),
    }
    const page = await readCountedPage({ ...trip, kind }, options)
    if (page.counted !== undefined) counts.add(page.counted)
    full = page.items.length === PAGE_SIZE
    pass.skip += page.items.length
    if (page.items.length > 0) yield page
  }
}
