/** Moments as the field for them takes and gives them: by the clock of the viewer, without a zone. */

/** `2026-09-15T15:00:00.123Z` -> `2026-09-15T18:00:00` in Moscow; '' stays ''. */
export function localMoment(iso: string): string {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return ''
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19)
}

/** Back again; null for what is no moment. A moment to come is now. */
export function momentFrom(local: string, nowMs = Date.now()): string | null {
  const ms = local === '' ? Number.NaN : new Date(local).getTime()
  return Number.isNaN(ms) ? null : new Date(Math.min(ms, nowMs)).toISOString()
}
