/** Naive time of the base: 1C dates carry no zone, so the zone of the connection says what "now" and "this month" are. */

/** By zone: to make one takes far longer than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** `YYYY-MM-DDTHH:MM:SS` in the given zone. */
export function naive(ms: number, timeZone: string): string {
  return formatIn(timeZone).format(ms).replace(' ', 'T')
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, made)
  return made
}

/** First moment of the month after it. */
export function nextMonth(moment: string): string {
  const year = Number(moment.slice(0, 4))
  const month = Number(moment.slice(5, 7))
  const [nextYear, next] = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${String(nextYear).padStart(4, '0')}-${String(next).padStart(2, '0')}-01T00:00:00`
}
