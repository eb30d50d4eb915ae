/** Days of a world, counted back from the clock of the base; everything is naive local time `YYYY-MM-DDTHH:MM:SS`. */

const DAY_MS = 86_400_000

/** The day so many days before `now`, at a time of day. */
export function daysBefore(now: string, days: number, time = '12:00:00'): string {
  return `${new Date(Date.parse(`${now}Z`) - days * DAY_MS).toISOString().slice(0, 10)}T${time}`
}

export function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

/** Last day of the month before the month of `date`: `2026-10-31` for any day of November. */
export function endOfPreviousMonth(date: string): string {
  const firstOfMonth = Date.parse(`${date.slice(0, 7)}-01T00:00:00Z`)
  return new Date(firstOfMonth - DAY_MS).toISOString().slice(0, 10)
}
