/** Turns an answer that is not a success into one of the four errors: by status and code, by text only where 1C offers nothing else. */
import { Changed, Misfit, Refused, Unreachable, type CallFacts } from '../errors.ts'
import { whatTheBaseSaid, type Said } from './base-said.ts'
import { CONNECT_TIMEOUT } from './exchange.ts'

export interface Failure {
  status: number
  body: string
  facts: CallFacts
  /** The call was meant to change something: an answer that does not tell what happened leaves the outcome open. */
  write: boolean
  retryAfterMs: number | undefined
}

/** The error for an answer with a status outside 200-299, or for a page of HTML with any status. */
export function errorFor(failure: Failure): Error {
  const said = whatTheBaseSaid(failure.body)
  const facts = said.code === '' ? failure.facts : { ...failure.facts, code: said.code }
  const known = { ...failure, facts }
  if (failure.status === 412)
    return new Changed('base.changed', quote(said, 'the record is no longer that version'), [], facts)
  if (said.form === 'odata') return fromTheInterface(known, said)
  return fromInFront(known, said)
}

/** The interface itself answered: whatever a write had begun was rolled back (observed), so the outcome is never open. */
function fromTheInterface(failure: Failure, said: Said): Error {
  const { facts } = failure
  if (said.code === '20') return new Misfit('base.rights', quote(said, 'the user of the base lacks a right'), facts)
  if (said.code === '8')
    return new Misfit('base.not-exposed', quote(said, 'the base does not publish this kind'), facts)
  if (said.code === '9') return new Refused('base.gone', quote(said, 'there is no such record'), facts)
  if (said.code === '15') return new Refused('base.exists', quote(said, 'the key is taken'), facts)
  if (said.code === '-1') return fromAHandler(failure, said)
  if (failure.status === 429 || failure.status === 503) return busy(failure, said)
  if (failure.status === 401) return new Misfit('base.rights', quote(said, 'the user of the base lacks a right'), facts)
  if (said.code === '18') return new Misfit('base.not-odata', quote(said, 'the interface of the base is broken'), facts)
  return new Refused('base.bad-request', quote(said, 'the base does not accept the request'), facts)
}

/** Code -1 says "a handler refused" and "somebody has it open" alike; only the sentence tells them apart (inferred wordings). */
const LOCKED = /заблокирован|конфликт блокировок|ошибка блокировки|already locked|lock (error|conflict)/i

function fromAHandler(failure: Failure, said: Said): Error {
  if (LOCKED.test(said.text)) {
    return new Unreachable('base.busy', quote(said, 'somebody has the record open'), { facts: failure.facts })
  }
  return new Refused('base.rule', quote(said, 'the base refused'), failure.facts)
}

const NO_LICENCE = /лицензи|licen[cs]e/i

/** The web extension, the web server, a proxy or a cloud answered. */
function fromInFront(failure: Failure, said: Said): Error {
  const { status, facts, write } = failure
  // Behind status 200 the sentence may stand on any page of a cloud; only an error status proves that no session was started.
  if (NO_LICENCE.test(said.text))
    return waiting(failure, 'base.no-licence', { message: said.text, uncertain: write && status < 300 })
  if (status === 401) return new Misfit('base.credentials', 'the base does not accept the user or the password', facts)
  if (status === 403 && said.form === 'exception') {
    return waiting(untilWhen(failure, said.text), 'base.locked', {
      message: quote(said, 'sessions are blocked in the base'),
      uncertain: false,
    })
  }
  if (status === 403) return new Misfit('base.credentials', 'the web server of the base refuses this user', facts)
  if (status === 406 || (said.form === 'exception' && status < 500)) {
    return waiting(failure, 'base.session', {
      message: quote(said, 'the session of the base has ended'),
      // An exception behind status 200 does not tell when it arose.
      uncertain: write && status < 300,
    })
  }
  if (status === 429 || status === 503) return busy(failure, said)
  if (status < 300)
    return waiting(failure, 'base.html', {
      message: `a page for people came instead of data: ${said.text}`,
      uncertain: write,
    })
  if (status >= 500)
    return waiting(failure, 'base.gateway', {
      message: quote(said, `answer ${status} without an explanation`),
      uncertain: write,
    })
  if (status === 404) return new Misfit('base.not-odata', 'there is no OData interface at this address', facts)
  if (status < 400) return new Misfit('base.not-odata', `the address leads elsewhere (answer ${status})`, facts)
  return new Refused('base.bad-request', quote(said, `answer ${status}`), facts)
}

/** Whoever closes a base writes the sentence: "по 24.11.2026 13:00:00", "примерно до 13:00" (documented for the block, wordings inferred). */
const UNTIL = /(?:^|\s)(?:по|до)\s+(\d{1,2}\.\d{1,2}\.\d{4}\s+)?(\d{1,2}:\d\d)/iu

function untilWhen(failure: Failure, text: string): Failure {
  const [, day = '', clock] = UNTIL.exec(text) ?? []
  return clock === undefined ? failure : { ...failure, facts: { ...failure.facts, until: `${day}${clock}` } }
}

/** 429 is given before any work; behind 503 a proxy may have passed the request on. */
function busy(failure: Failure, said: Said): Unreachable {
  const open = failure.write && failure.status === 503 && said.form !== 'odata'
  return waiting(failure, 'base.busy', { message: quote(said, 'the base asks to wait'), uncertain: open })
}

function waiting(failure: Failure, reason: string, what: { message: string; uncertain: boolean }): Unreachable {
  const { facts, retryAfterMs } = failure
  return new Unreachable(reason, what.message, {
    facts,
    uncertain: what.uncertain,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

function quote(said: Said, otherwise: string): string {
  return said.text === '' ? otherwise : said.text
}

/** The error for a call that brought no complete answer. */
export function errorForSilence(cause: unknown, facts: CallFacts, write: boolean): Error {
  const code = codeOf(cause)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return new Misfit('base.certificate', `the certificate of the base is not trusted (${code})`, facts, cause)
  }
  if (NEVER_LEFT.has(code)) {
    return new Unreachable('base.refused-connection', `no connection to the base (${code})`, { facts, cause })
  }
  const late = /TimeoutError|TIMEOUT/.test(code)
  const said = late ? 'the base did not answer in time' : 'the connection broke before the answer was complete'
  return new Unreachable(late ? 'base.timeout' : 'base.cut', said, { facts, uncertain: write, cause })
}

/** Failures before the first byte of the request left. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  CONNECT_TIMEOUT,
])

function codeOf(cause: unknown): string {
  for (let error = cause, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if ('code' in error && typeof error.code === 'string') return error.code
    if (error.name === 'TimeoutError') return error.name
  }
  return 'unknown'
}
