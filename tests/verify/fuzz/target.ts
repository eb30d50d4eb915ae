/** One reader of outside bytes, and the run of many inputs through it: a value or a named error, quickly, or it is a violation. */
import { diceOf, type Dice } from '../aids/dice.ts'
import { mutated } from './mutate.ts'

export interface Target {
  name: string
  /** Inputs of a full run, where they are not as many as everybody's. */
  cases?: number
  /** Right inputs, from which nearly right ones are made. */
  corpus: readonly string[]
  /** Words of its language. */
  words: readonly string[]
  /** Nobody can send it longer texts, characters. */
  most?: number
  /** Inputs that were a bug once. */
  remembered?: readonly string[]
  /** Meets one input; throws `Violation` when what comes of it breaks a promise. */
  run(input: string, dice: Dice): unknown
  /** Is this one of the errors in which an input may end? */
  allowed(error: unknown): boolean
  close?(): Promise<void>
  /** Takes too long to open for a short run. */
  slow?: true
  /** What it needs and is not here: then it is not met. */
  lacks?: string
  /** Meets more than one parser: the whole service, a whole folder. It is given what time the parsers leave. */
  whole?: true
}

/** What came of an input is wrong, though nothing failed. */
export class Violation extends Error {}

export function hold(promise: boolean, what: string): void {
  if (!promise) throw new Violation(what)
}

export interface Found {
  target: string
  at: number
  said: string
  input: string
}

export interface Ran {
  cases: number
  found: Found[]
}

export interface Extent {
  seed: number
  from: number
  until: number
  /** `performance.now()` after which no new batch begins; the first always does. */
  stopAt: number
  /** Told before every so many cases. */
  batch?: number
  at?(at: number): void
}

/** An input that takes longer hangs. */
const LONGEST_MS = 250
/** More of one kind tell nothing new. */
const MOST_FOUND = 5

/** Negative case numbers are the remembered inputs. */
export async function runTarget(target: Target, extent: Extent): Promise<Ran> {
  const found: Found[] = []
  let at = extent.from
  for (; at < extent.until && found.length < MOST_FOUND; at++) {
    if (at % (extent.batch ?? 256) === 0) {
      extent.at?.(at)
      if (at > 0 && performance.now() > extent.stopAt) break
    }
    const said = await faultOf(target, extent.seed, at)
    if (said !== null) found.push(await minimised(target, extent.seed, { target: target.name, at, said }))
  }
  return { cases: at - extent.from, found }
}

export function inputOf(target: Target, seed: number, at: number): [string, Dice] {
  const { name, remembered = [], corpus, words, most = Infinity } = target
  const dice = diceOf(seed, name, at)
  return [at < 0 ? (remembered[-1 - at] ?? '') : mutated(corpus, words, dice).slice(0, most), dice]
}

/** Awaits only what is a promise: most targets are not, and there are millions of cases. */
function faultOf(target: Target, seed: number, at: number): string | null | Promise<string | null> {
  const [input, dice] = inputOf(target, seed, at)
  return meet(target, input, dice)
}

function meet(target: Target, input: string, dice: Dice): string | null | Promise<string | null> {
  const began = performance.now()
  try {
    const done = target.run(input, dice)
    if (!(done instanceof Promise)) return slownessOf(target, input, began)
    return done.then(
      () => slownessOf(target, input, began),
      (error: unknown) => judged(target, error),
    )
  } catch (error) {
    return judged(target, error) ?? slownessOf(target, input, began)
  }
}

function judged(target: Target, error: unknown): string | null {
  if (error instanceof Violation) return error.message
  if (target.allowed(error)) return null
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : `threw ${String(error)}`
}

/** The machine is shared: what was slow once is tried again before it is believed. */
function slownessOf(target: Target, input: string, began: number): string | null {
  if (performance.now() - began < LONGEST_MS) return null
  const tookMs = Math.min(...[1, 2].map((time) => timed(target, input, time)))
  return tookMs < LONGEST_MS ? null : `takes ${Math.round(tookMs)} ms`
}

/** Milliseconds of the processor, not of the clock: others may be working here too. */
function timed(target: Target, input: string, time: number): number {
  const began = process.cpuUsage()
  try {
    const done = target.run(input, diceOf(time, target.name, 0))
    if (done instanceof Promise) {
      done.catch(() => undefined)
      return 0
    }
  } catch {
    // Only the time is asked for here.
  }
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000
}

/** Tries of making a failing input shorter. */
const MOST_TRIES = 400
const TRYING_MS = 2_000

async function minimised(target: Target, seed: number, found: Omit<Found, 'input'>): Promise<Found> {
  let [input] = inputOf(target, seed, found.at)
  const stopAt = performance.now() + TRYING_MS
  let tries = 0
  for (let piece = Math.ceil(input.length / 2); piece >= 1; piece = Math.floor(piece / 2)) {
    for (let at = 0; at < input.length && tries < MOST_TRIES && performance.now() < stopAt; tries++) {
      const shorter = input.slice(0, at) + input.slice(at + piece)
      const said = await meet(target, shorter, diceOf(seed, target.name, found.at))
      if (said !== null && kindOf(said) === kindOf(found.said)) input = shorter
      else at += piece
    }
  }
  return { ...found, input }
}

function kindOf(said: string): string {
  return said.replaceAll(/\d+/g, '#').slice(0, 60)
}
