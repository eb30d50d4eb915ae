/**
 * The logger: one JSON line per event with its facts. The library is loaded at the first line, not at start. What a line may say is
 * decided here, not by whoever writes it: sentences of bases, databases and people echo names, tax numbers and sums.
 */
import type { Writable } from 'node:stream'
import type { Logger } from 'winston'

export type Log = (event: string, facts?: Record<string, unknown>) => void

/** Names of facts that carry text: addresses of the route table, stable codes, keys, and names that an administrator gave. */
const TEXTS = new Set('method route path incident base kind key code reason until doubt backup head'.split(' '))
const HIDDEN = '***'

/**
 * @param level `silent` for tests, `info` for servers
 * @param out where lines go instead of the output for errors
 */
export function openLog(level: 'silent' | 'info' | 'debug', out?: Writable): Log {
  if (level === 'silent') return () => {}
  let logger: Promise<Logger> | undefined
  return (event, facts = {}) => {
    logger ??= createLogger(level, out)
    void logger.then((ready) => ready.log(level === 'debug' ? 'debug' : 'info', event, redact(facts)))
  }
}

async function createLogger(level: string, out: Writable | undefined): Promise<Logger> {
  const winston = await import('winston')
  const format = winston.format.combine(winston.format.timestamp(), winston.format.json())
  const stderrLevels = ['error', 'warn', 'info', 'debug']
  const { Console, Stream } = winston.transports
  const transports = [out ? new Stream({ stream: out }) : new Console({ stderrLevels })]
  return winston.createLogger({ level, format, transports })
}

function redact(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, told(name, value)]))
}

/** Numbers, yes and no tell themselves; a text only under a name that is known to hold no sentence; of an error what it is. */
function told(name: string, value: unknown): unknown {
  if (value instanceof Error) return described(value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string' || !TEXTS.has(name)) return HIDDEN
  // A code may be what a base calls its own error: it has the form of one, or it is a text like any other.
  return (name === 'code' || name === 'reason') && !CODE.test(value) ? HIDDEN : value
}

interface Described {
  class: string
  /** Reason of a door, code of a problem, of a driver or of the system; '' = none. */
  code: string
  /** Where it happened: ours to mend. */
  at: string[]
  cause?: Described
}

const FRAME = /^ +at .+:\d+:\d+\)?$/
const MOST_FRAMES = 8
const CODE = /^[\w.-]{1,60}$/
const MOST_CAUSES = 3

/** Never its message: a base echoes the request, a driver the statement with its values. */
function described(error: Error, depth = 1): Described {
  const { reason, code } = error as { reason?: unknown; code?: unknown }
  const key = [reason, code].find((one): one is string => typeof one === 'string' && CODE.test(one))
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line))
  const cause = error.cause instanceof Error && depth < MOST_CAUSES ? described(error.cause, depth + 1) : undefined
  return {
    class: error.constructor.name,
    code: key ?? '',
    at: frames.slice(0, MOST_FRAMES).map((line) => line.trim()),
    ...(cause && { cause }),
  }
}
