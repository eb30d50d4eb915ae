/** Chance that can be thrown again: every case has dice of its own, made of the seed and its number. */

export interface Dice {
  /** Whole number, 0 <= n < below. */
  below(below: number): number
  /** True once in so many throws. */
  onceIn(times: number): boolean
  of<T>(choices: readonly T[]): T
}

/** Dice of one case; `what` keeps the cases of different things apart. */
export function diceOf(seed: number, what: string, at: number): Dice {
  let state = mixed(mixed(seed ^ hashOf(what)) ^ Math.imul(at + 1, GOLDEN))
  // Mulberry32: short, even enough for this, and the same on every machine.
  const throwOnce = () => {
    state = (state + 0x6d2b79f5) | 0
    let mix = Math.imul(state ^ (state >>> 15), 1 | state)
    mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix
    return (mix ^ (mix >>> 14)) >>> 0
  }
  const below = (most: number) => (most <= 1 ? 0 : throwOnce() % most)
  return {
    below,
    onceIn: (times) => below(times) === 0,
    of: (choices) => choices[below(choices.length)] as (typeof choices)[number],
  }
}

const GOLDEN = 0x9e3779b1

function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  mix = Math.imul(mix ^ (mix >>> 16), 0x45d9f3b)
  return mix ^ (mix >>> 16)
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
