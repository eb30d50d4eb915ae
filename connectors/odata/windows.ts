/**
 * Cuts a kind into windows that can be read completely although people go on working: documents by months of their date, catalogues
 * whole. Deep paging over a whole kind of documents costs quadratic time in 1C (observed).
 */
import { query } from './literals.ts'
import { nextMonth } from './naive.ts'
import { FORMAT, rowsOf } from './records.ts'
import type { Trip } from './trip.ts'
import type { ODataKind } from './catalogue.ts'
import { withinDates } from './where.ts'

/** Naive bounds `[from, until)` at midnight; both absent = the whole kind. */
export type Window = { from: string; until: string } | { from?: undefined; until?: undefined }

/** Nobody keeps books from before; documents without a date carry year 1 and share the first window. */
const EPOCH = '1990-01-01T00:00:00'
const BEGINNING = '0001-01-01T00:00:00'
export const END = '9999-12-31T00:00:00'

/** How many months the next window spans; whoever reads the windows may change it on the way. */
export interface Pace {
  months: number
}

const MOST_MONTHS = 12

/** As many months as held about so many records, going by the window just read. */
export function paceFor(pace: Pace, held: number, wanted: number): number {
  const months = Math.floor((pace.months * wanted) / Math.max(1, held))
  return Math.min(MOST_MONTHS, pace.months * 2, Math.max(1, months))
}

/** Where windows are cut. */
interface Cut {
  trip: Trip
  kind: ODataKind
}

/** Windows that cover all time from `from` (`''` = the very beginning) without gaps; months without documents join the next one. */
export async function* windowsOf(cut: Cut, from: string, pace: Pace = { months: 1 }): AsyncGenerator<Window> {
  if (!isDated(cut.kind)) {
    yield {}
    return
  }
  if (from === '' || from === BEGINNING) yield { from: BEGINNING, until: EPOCH }
  let start = from === '' || from === BEGINNING ? EPOCH : from
  for (let next = await nextDated(cut, start); next !== null; next = await nextDated(cut, start)) {
    let until = nextMonth(next)
    for (let month = 1; month < pace.months; month++) until = nextMonth(until)
    yield { from: start, until }
    start = until
  }
  yield { from: start, until: END }
}

/** Documents have a date to cut by. */
export function isDated(kind: ODataKind): boolean {
  return kind.name.startsWith('Document_') && kind.fields.some((field) => field.name === 'Date')
}

/** Date of the first document at or after a moment. */
async function nextDated({ trip, kind }: Cut, from: string): Promise<string | null> {
  const options = {
    $format: FORMAT,
    $select: 'Date',
    $filter: withinDates(from, END),
    $orderby: 'Date',
    $top: '1',
  }
  const path = `/${encodeURIComponent(kind.name)}${query(options)}`
  const [first] = rowsOf(await trip.base.get({ path, kind: kind.name, signal: trip.signal }))
  const date = first?.['Date']
  return typeof date === 'string' && /^\d{4}-\d\d-/.test(date) ? date : null
}
