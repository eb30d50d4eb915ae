/** The logger: one JSON line per event with its facts. The library is loaded at the first line, not at start. */
import type { Logger } from 'winston'

export type Log = (event: string, facts?: Record<string, unknown>) => void

/** Names of facts whose values never reach a log. */
const SECRET = /password|secret|token|authorization|cookie|csrf/i

/** @param level `silent` for tests, `info` for servers */
export function openLog(level: 'silent' | 'info' | 'debug'): Log {
  if (level === 'silent') return () => {}
  let logger: Promise<Logger> | undefined
  return (event, facts = {}) => {
    logger ??= createLogger(level)
    void logger.then((ready) => ready.log(level === 'debug' ? 'debug' : 'info', event, redact(facts)))
  }
}

async function createLogger(level: string): Promise<Logger> {
  const winston = await import('winston')
  const format = winston.format.combine(winston.format.timestamp(), winston.format.json())
  const stderrLevels = ['error', 'warn', 'info', 'debug']
  return winston.createLogger({ level, format, transports: [new winston.transports.Console({ stderrLevels })] })
}

function redact(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, SECRET.test(name) ? '***' : value]))
}
