/** The one place that decides what a failure means: try again when, read first, ask a person, or stop the connection. */
import { Changed, DoorError, Misfit, Refused, Unreachable } from '../../connectors/errors.ts'
import { Problem, type Facts } from '../domain/problem.ts'
import type { IntentState, Noun } from '../domain/sync.ts'
import { isPassing } from '../store/dialect.ts'
import { MappingError } from './mapping/mapping-fault.ts'

/** What was being done when it failed: creating, reading to learn the outcome, or posting. */
export type Step = 'write' | 'look' | 'post'

export type Decision =
  /**
   * Go on later from `state`. `baseDown`: the whole connection rests, not this intent alone. `askedMs`: for how long the base itself
   * asked to be left alone; absent = it did not.
   */
  | {
      do: 'retry'
      state: IntentState
      delayMs: number
      reason: string
      facts: Facts
      baseDown: boolean
      askedMs?: number
      /** Nothing has failed: another record, or the end of a doubt, is waited for. */
      waits?: true
    }
  /** A person decides. */
  | { do: 'ask'; reason: string; facts: Facts; answers: string[] }
  /** Stop the connection; the intent waits unharmed. */
  | { do: 'stop'; state: IntentState; reason: string; facts: Facts }

/** First pause of a retry; doubles with each attempt. */
const FIRST_PAUSE_MS = 2_000
/** Longest pause between two tries. */
const LONGEST_PAUSE_MS = 3_600_000
/** After so long without success a person is asked; nothing is dropped. */
const PATIENCE_MS = 3 * 24 * 3_600_000
/** An unknown outcome is read soon: the person is looking at "checking". */
const LOOK_AGAIN_MS = 1_000

export interface Attempt {
  step: Step
  /** Failures so far. */
  attempts: number
  /** Milliseconds since the intent was made. */
  ageMs: number
  /** 0..1 from the engine's own source of chance, for jitter. */
  chance: number
}

export function decide(error: unknown, attempt: Attempt): Decision {
  if (error instanceof Unreachable) return onUnreachable(error, attempt)
  if (error instanceof Refused) return onRefused(error, attempt)
  // The draft is there: what can be done is to take it as it is, or to look again after somebody has corrected it.
  if (error instanceof Changed) return { do: 'ask', ...because(error), answers: ['accept', 'retry'] }
  if (error instanceof Misfit) return { do: 'stop', state: stateAfter(error, attempt.step), ...because(error) }
  if (error instanceof Waits)
    return { do: 'retry', state: 'queued', ...waitsFor(error), delayMs: WAIT_MS, baseDown: false, waits: true }
  if (error instanceof Early)
    return {
      do: 'retry',
      state: error.from,
      reason: 'intent.looking',
      facts: {},
      delayMs: error.leftMs,
      baseDown: false,
      waits: true,
    }
  if (error instanceof Problem)
    return {
      do: 'ask',
      reason: error.code,
      facts: { ...error.facts, field: error.field ?? '' },
      answers: answersTo(attempt.step),
    }
  if (isPassing(error) && attempt.ageMs <= PATIENCE_MS) return onBusyDatabase(error, attempt)
  // Our own fault: the intent must not spin, and a person must see it.
  return { do: 'ask', reason: 'bridge.fault', facts: { said: String(error).slice(0, SAID_LENGTH) }, answers: ['retry'] }
}

/** What stops reading: a failure of our own, e.g. of the database, rests the connection; what a person must mend stops it. */
export function waitsForPerson(error: unknown): boolean {
  return error instanceof Misfit || error instanceof Refused || error instanceof Changed
}

/** The base or a rule has said something, or another record is waited for: the failure is not one of our own database or program. */
export function isAnswer(error: unknown): boolean {
  return error instanceof DoorError || error instanceof Problem || error instanceof Waits
}

/** Why the door of a base does not even open: its address, its sealed password, its connector or its mappings. */
export function whyNotOpened(error: Error): { reason: string; facts: Facts } {
  if (error instanceof Problem) return { reason: error.code, facts: error.facts }
  if (error instanceof Misfit) return because(error)
  if (error instanceof MappingError) return { reason: 'mapping.faults', facts: placeOf(error) }
  return { reason: 'base.not-opened', facts: { said: error.message.slice(0, SAID_LENGTH) } }
}

/** The first fault; `zveno mapping check` names all of them. */
function placeOf({ faults, message }: MappingError): Facts {
  const [first] = faults
  const place = first && first.line > 0 ? `${first.file}:${first.line}` : (first?.file ?? '')
  return { place, said: message.slice(0, SAID_LENGTH) }
}

/** Only what has certainly left nothing in the base may be withdrawn. */
function answersTo(step: Step): string[] {
  return step === 'write' ? ['retry', 'cancel'] : ['retry']
}

/** The base may still be carrying out the latest attempt: look again when it cannot any more. */
export class Early extends Error {
  readonly leftMs: number
  /** Where the intent stands meanwhile. */
  readonly from: IntentState

  constructor(leftMs: number, from: IntentState = 'uncertain') {
    super('too early to send it again')
    this.leftMs = leftMs
    this.from = from
  }
}

/** What this intent depends on is not in the base yet. */
export class Waits extends Error {
  readonly noun: Noun
  /** Why that one is not there yet. */
  readonly because: string
  /** The connection is down: nobody else need try. */
  readonly baseDown: boolean

  constructor(noun: Noun, why: { because: string; baseDown: boolean }) {
    super(`waits for its ${noun}`)
    this.noun = noun
    this.because = why.because
    this.baseDown = why.baseDown
  }
}

/** Pause before looking again whether the record that one waits for is there. */
const WAIT_MS = 5_000

function waitsFor(error: Waits): { reason: string; facts: Facts } {
  return { reason: 'intent.waits-for', facts: { noun: error.noun, because: error.because } }
}

/** Longest quotation of what the base said. */
const SAID_LENGTH = 500

/** What the base says no to has left nothing; a no to the look after a write says nothing about the write. */
function onRefused(error: Refused, attempt: Attempt): Decision {
  const why = because(error)
  if (!error.uncertain) return { do: 'ask', ...why, answers: answersTo(attempt.step) }
  if (attempt.ageMs > PATIENCE_MS) return tooLong(why)
  const state = stateAfter(error, attempt.step)
  return { do: 'retry', state, ...why, delayMs: pause(attempt.attempts, attempt.chance), baseDown: false }
}

function onUnreachable(error: Unreachable, attempt: Attempt): Decision {
  const why = because(error)
  if (attempt.ageMs > PATIENCE_MS) return tooLong(why)
  const unknown = error.uncertain && attempt.step !== 'look'
  const state = stateAfter(error, attempt.step)
  const pauseMs = unknown && attempt.attempts === 0 ? LOOK_AGAIN_MS : pause(attempt.attempts, attempt.chance)
  const { retryAfterMs: askedMs } = error
  // Whoever asks for a pause means everybody, also where it is open what became of the request.
  const baseDown = askedMs !== undefined || (!unknown && !isOneRecord(error))
  const delayMs = Math.max(pauseMs, askedMs ?? 0)
  return { do: 'retry', state, ...why, delayMs, baseDown, ...(askedMs !== undefined && { askedMs }) }
}

function tooLong({ facts }: { facts: Facts }): Decision {
  return { do: 'ask', reason: 'intent.too-long', facts, answers: ['retry'] }
}

/** Our own database did not take a step: what the base holds is read before anything is sent again. */
function onBusyDatabase(error: unknown, attempt: Attempt): Decision {
  return {
    do: 'retry',
    state: attempt.step === 'post' ? 'written' : 'uncertain',
    reason: 'bridge.database',
    facts: { said: String(error).slice(0, SAID_LENGTH) },
    delayMs: pause(attempt.attempts, attempt.chance),
    baseDown: false,
  }
}

/** A record that somebody has open (500, code -1) says nothing about the connection: the others go on. */
function isOneRecord(error: Unreachable): boolean {
  return error.reason === 'base.busy' && error.facts.code === '-1'
}

function stateAfter({ uncertain }: DoorError, step: Step): IntentState {
  return uncertain ? afterDoubt(step) : beforeStep(step)
}

/** Where an intent stands when the step certainly did not happen. */
function beforeStep(step: Step): IntentState {
  if (step === 'write') return 'queued'
  return step === 'look' ? 'uncertain' : 'written'
}

/** Where an intent stands when the step may have happened: reading comes next. */
function afterDoubt(step: Step): IntentState {
  return step === 'post' ? 'posting' : 'uncertain'
}

/** Exponential pause with jitter, milliseconds. `attempts` = failures so far. */
export function pause(attempts: number, chance: number): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS)
  return Math.round(full * (0.75 + chance * 0.5))
}

function because(error: Unreachable | Refused | Changed | Misfit): { reason: string; facts: Facts } {
  const facts: Facts = { said: error.message.slice(0, SAID_LENGTH) }
  if (error.facts.status !== undefined) facts['status'] = error.facts.status
  if (error.facts.code !== undefined) facts['code'] = error.facts.code
  if (error.facts.kind !== undefined) facts['kind'] = error.facts.kind
  if (error.facts.until !== undefined) facts['until'] = error.facts.until
  if (error instanceof Changed && error.differences.length > 0)
    facts['fields'] = error.differences.map((difference) => difference.field).join(', ')
  return { reason: error.reason, facts }
}
