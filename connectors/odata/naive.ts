/** Naive time of the base: 1C dates carry no zone, so the zone of the connection says what "now" and "this month" are. */

/** `YYYY-MM-DDTHH:MM:SS` in the given zone. */
export function naive(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
  return parts.replace(' ', 'T')
}

/** First moment of the month after it. */
export function nextMonth(moment: string): string {
  const year = Number(moment.slice(0, 4))
  const month = Number(moment.slice(5, 7))
  const [nextYear, next] = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${String(nextYear).padStart(4, '0')}-${String(next).padStart(2, '0')}-01T00:00:00`
}
