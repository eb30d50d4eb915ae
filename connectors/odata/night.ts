/** When everything is compared: once a night by the clock of the base, so that people are not slowed down in the middle of their day. */
import { naive } from './naive.ts'
import type { ODataOptions } from './options.ts'

/** `HH:MM` when nobody has said otherwise. */
const SWEEP_AT = '02:00'
const DAY_MS = 86_400_000

/**
 * Has a night begun since everything was last compared? Whoever slept at that hour makes up for it as soon as he is awake; two
 * comparisons are never further apart than a day and an hour, the longest that the change of clocks makes it.
 * @param sweptAtMs when the last one was begun, milliseconds; 0 = as soon as possible
 */
export function isSweepDue(sweptAtMs: number, { now, timeZone, sweepAt }: ODataOptions): boolean {
  const at = `T${sweepAt || SWEEP_AT}:00`
  const nowMs = now()
  const [today, yesterday] = [nowMs, nowMs - DAY_MS].map((ms) => `${naive(ms, timeZone).slice(0, 10)}${at}`)
  const latest = naive(nowMs, timeZone) >= String(today) ? today : yesterday
  return naive(sweptAtMs, timeZone) < String(latest)
}
