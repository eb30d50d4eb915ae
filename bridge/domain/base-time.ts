/** The clock of a base: its dates carry no zone, so the zone of the base is a setting and every day is its day. */

const FORMATS = new Map<string, Intl.DateTimeFormat>()
/** The minute that was asked for last in each zone, in UTC and there: within it only the seconds move on. */
const MINUTES = new Map<string, { utc: string; local: string }>()

/**
 * Naive moment `YYYY-MM-DDTHH:MM:SS` in a zone.
 * @param timeZone IANA name such as `Europe/Moscow`
 * @param at UTC ISO text
 * @throws RangeError for an unknown zone
 */
export function momentIn(timeZone: string, at: string): string {
  const [utc, seconds] = [at.slice(0, MINUTE), at.slice(MINUTE, SECOND)]
  const known = MINUTES.get(timeZone)
  if (known?.utc === utc) return known.local + seconds
  const moment = formatOf(timeZone).format(new Date(at)).replace(' ', 'T')
  // Before there were zones a place could be seconds away from its neighbour.
  if (moment.endsWith(seconds)) MINUTES.set(timeZone, { utc, local: moment.slice(0, MINUTE) })
  return moment
}

/** `2026-11-30T08:15` and what follows it, `:07`. */
const [MINUTE, SECOND] = [16, 19]

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timeZone)
  // The Swedish way of writing dates is the ISO way.
  if (!format) FORMATS.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...PARTS })))
  return format
}

/** `YYYY-MM-DD` in a zone. */
export function dayIn(timeZone: string, at: string): string {
  return momentIn(timeZone, at).slice(0, 10)
}

const PARTS: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Whether a day has begun nowhere on earth yet. @param now UTC ISO text */
export function isFuture(day: string, now: string): boolean {
  return day > dayIn(FIRST_ZONE, now)
}

/** Where each day begins first. */
const FIRST_ZONE = 'Pacific/Kiritimati'
