/** How the calls that one base can bear at a time are shared out between the processes that call it. */

/** A process that calls a base, or waits for a place to do so. */
export interface Caller {
  owner: string
  /** Calls that it may have on their way; 0 = it waits. */
  places: number
  /** Since when it waits, or holds a place: UTC ISO text. */
  since: string
}

/** A process keeps its last place for so long although another one has none, milliseconds. */
export const TURN_MS = 10_000

interface Share {
  /** Calls at a time that the base can bear. */
  places: number
  /** UTC ISO text. */
  now: string
  /** Most that this process could use. */
  wants: number
}

/** How many calls a process may have on their way from now on. Whoever has none comes before whoever wants more. */
export function placesFor(me: Caller, others: Caller[], { places, now, wants }: Share): number {
  const waiting = others.filter((other) => other.places === 0)
  const free = others.reduce((left, other) => left - other.places, places - me.places)
  if (me.places === 0) {
    const ahead = waiting.filter((other) => comesBefore(other, me)).length
    return free > ahead ? Math.min(wants, Math.max(1, free - waiting.length)) : 0
  }
  const missing = waiting.length - free
  if (missing <= 0) return Math.min(wants, me.places - missing)
  if (me.places > 1) return Math.min(wants, Math.max(1, me.places - missing))
  return isToGiveUp(me, others, { missing, now }) ? 0 : Math.min(wants, 1)
}

/** Who has had a place for longest gives it up when his turn is over, unless somebody has more than one. */
function isToGiveUp(me: Caller, others: Caller[], { missing, now }: { missing: number; now: string }): boolean {
  if (others.some((other) => other.places > 1) || Date.parse(now) - Date.parse(me.since) < TURN_MS) return false
  return others.filter((other) => other.places > 0 && comesBefore(other, me)).length < missing
}

function comesBefore(one: Caller, other: Caller): boolean {
  return one.since < other.since || (one.since === other.since && one.owner < other.owner)
}
