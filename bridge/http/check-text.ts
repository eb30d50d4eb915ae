/** Refuses a body whose text could not be kept and handed on as it was written; looked at before anything is parsed. */
import { isUtf8 } from 'node:buffer'
import { Problem } from '../domain/problem.ts'

/**
 * Bytes of another encoding, or half of a sign, would be stored as `�` without a word. No database keeps U+0000, and no XML - hence no
 * exchange of a base - can carry the other control signs.
 * @throws Problem `request.bad-encoding` `request.bad-character`
 */
export function refuseBrokenText(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new Problem('request.bad-encoding')
  const text = body.toString('latin1')
  if (body.includes(0) || CONTROL_ESCAPE.test(text)) throw new Problem('request.bad-character')
  if (LONE_HIGH.test(text) || LONE_LOW.test(text)) throw new Problem('request.bad-encoding')
}

/** The same for what stands in an address: PostgreSQL answers U+0000 with an error. @throws Problem `request.bad-character` */
export function refuseControlSigns(query: Readonly<Record<string, unknown>>): void {
  const texts = Object.values(query).flat()
  if (texts.some((text) => typeof text === 'string' && CONTROL.test(text))) throw new Problem('request.bad-character')
}

/** Line ends and tabs are text. */
const CONTROL = /(?![\t\n\r\u007f-\u009f])\p{Cc}/u

/** `\u0007`, `\b`, `\f` whose backslash is not itself escaped; line ends and tabs are text. */
const CONTROL_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:u000[0-8bBcCeEfF]|u001[0-9a-fA-F]|b|f)/

/** One half of a surrogate pair, `\ud83d`, without the other; `\\ud83d` is no half but text. */
const LONE_HIGH = /(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])/
const LONE_LOW = /(?<!(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}|\\)(?:\\\\)*\\u[dD][c-fC-F][0-9a-fA-F]{2}/
