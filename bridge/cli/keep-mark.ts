/** While the bridge runs: how far the database has come is written down beside it, and the head of the audit trail told to the log. */
import type { Log } from './log.ts'
import type { Pairing } from './pairing.ts'

/** Between two looks, milliseconds: what a database that is put back by hand may have lost without anybody noticing. */
const LOOK_EVERY_MS = 10_000
/** The first line loads the library of the log: people are answered before that, milliseconds. */
const FIRST_LOOK_MS = 1_000
/** The head is told at least so often: each day, and whenever so many lines have been added. */
const DAY_MS = 86_400_000
const MOST_LINES = 1_000

export interface MarkKeeper {
  /** Looks now; by itself it does so soon after the start and every some seconds. */
  look(): Promise<void>
  /** Looks once more and ends. */
  stop(): Promise<void>
}

/** A head that lies in the log, and wherever logs are kept, shows a tail that was cut off: `zveno audit verify --head`. */
export function keepMark(pairing: Pairing, log: Log, now: () => number): MarkKeeper {
  let told = { line: 0, at: 0 }
  const look = async () => {
    const { audit } = await pairing.remember()
    if (!audit || audit.id === told.line) return
    if (told.line !== 0 && audit.id - told.line < MOST_LINES && now() - told.at < DAY_MS) return
    told = { line: audit.id, at: now() }
    log('audit.head', { line: audit.id, head: audit.hash })
  }
  let looking: Promise<void> = Promise.resolve()
  const lookInTurn = () => {
    looking = looking.then(look).catch((error: unknown) => log('audit.not-looked-at', { error }))
    return looking
  }
  const timers = [
    setTimeout(() => void lookInTurn(), FIRST_LOOK_MS),
    setInterval(() => void lookInTurn(), LOOK_EVERY_MS),
  ]
  for (const timer of timers) timer.unref()
  return {
    look: lookInTurn,
    stop: () => {
      for (const timer of timers) clearTimeout(timer)
      return lookInTurn()
    },
  }
}
