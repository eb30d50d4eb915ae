/** Repeatable chance for generated worlds: the same seed gives the same world on every machine. */

export interface Chance {
  /** From 0 up to 1, without 1. */
  share(): number
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** One of a list that is not empty. */
  pick<T>(items: readonly [T, ...T[]]): T
}

/** @param seed any whole number; only its low 32 bits count */
export function chance(seed: number): Chance {
  let state = seed | 0
  const share = () => {
    // mulberry32: a 32-bit counter stirred by two multiplications; good enough for names and sums.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(share() * (high - low + 1))
  const pick = <T>(items: readonly [T, ...T[]]): T => items[between(0, items.length - 1)] ?? items[0]
  return { share, between, pick }
}
