/** Asks the base and understands the answer: success as data, everything else as one of the four errors. */
import { isUtf8 } from 'node:buffer'
import { inDoubt, Misfit, Unreachable } from '../errors.ts'
import { isObject } from './json.ts'
import { errorFor } from './classify.ts'
import type { ODataOptions } from './options.ts'
import { bytesOf, JSON_TYPE, textOf, Wire, type Answer, type Call } from './wire.ts'

/**
 * Largest page that is taken into memory; a thousand documents with long tables stay far below. A bomb may cost 50 MB (proofs, layer
 * `security`).
 */
const MOST_PAGE_BYTES = 40_000_000

export type Ask = Pick<Call, 'path'> & Partial<Call>

export class Base {
  readonly wire: Wire
  readonly options: ODataOptions

  constructor(options: ODataOptions, sessionsIgnored: boolean) {
    this.options = options
    this.wire = new Wire(options, sessionsIgnored)
  }

  /** GET of one JSON object: an entity, or a list under `value`. */
  async get(ask: Ask): Promise<Record<string, unknown>> {
    return jsonOf(await this.answer(ask), false)
  }

  /** POST or PATCH that answers with the stored object. */
  async put(ask: Ask & { method: 'POST' | 'PATCH'; body: string }): Promise<Record<string, unknown>> {
    return jsonOf(await this.answer(Object.assign({}, ask, { write: true })), true)
  }

  /** POST whose answer says nothing but "done". */
  async command(ask: Ask): Promise<void> {
    await this.answer(Object.assign({}, ask, { method: 'POST' as const, write: true }))
  }

  /** A successful answer of any type except a page of HTML, which clouds send behind status 200 (observed). */
  async answer(ask: Ask): Promise<Answer> {
    const { readMs, writeMs } = this.wire.timeouts
    const write = ask.write ?? false
    const timeoutMs = write ? writeMs : readMs
    const answer = await this.wire.send({
      method: 'GET',
      accept: JSON_TYPE,
      write,
      timeoutMs,
      maxBytes: MOST_PAGE_BYTES,
      ...ask,
    })
    const succeeded = answer.status >= 200 && answer.status < 300
    if (succeeded && !isHtml(answer)) return answer
    const { status, facts, headers } = answer
    const pause = retryAfterMs(headers['retry-after'], this.options.now())
    const error = errorFor({ status, body: textOf(answer), facts, write, retryAfterMs: pause })
    // Only the quotation: a password may be a word of the form itself, such as the `odata` of `odata.error`.
    error.message = this.#withoutSecrets(error.message)
    throw error
  }

  /** Servers echo what they were sent; what they say is quoted to people, so our secrets are taken out. */
  #withoutSecrets(said: string): string {
    const { password } = this.options
    return password.length < SHORTEST_SECRET ? said : said.replaceAll(password, '***')
  }
}

/** A shorter password would be found inside ordinary words. */
const SHORTEST_SECRET = 4

/**
 * JSON object of a successful answer.
 * @throws Unreachable `base.cut` `base.garbled`, Misfit `base.not-odata`; after a write the outcome is open with each of them
 */
export function jsonOf(answer: Answer, write: boolean): Record<string, unknown> {
  const { facts, headers } = answer
  const type = headers['content-type'] ?? ''
  const body = textOf(answer)
  if (body !== '' && !type.includes('json')) {
    const other = `the base answers ${type || 'without a content type'} instead of JSON`
    throw inDoubt(new Misfit('base.not-odata', other, facts), write)
  }
  // Letters that something on the way has spelled anew would be taken for fields that are missing and names that are new.
  if (!isUtf8(bytesOf(answer)))
    throw new Unreachable('base.garbled', 'the answer of the base came in another encoding than UTF-8', {
      facts,
      uncertain: write,
    })
  const parsed = parse(body)
  if (isObject(parsed)) return parsed
  throw new Unreachable('base.cut', 'the answer of the base is incomplete', { facts, uncertain: write })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function isHtml(answer: Answer): boolean {
  if ((answer.headers['content-type'] ?? '').includes('html')) return true
  const start = Buffer.from(answer.chunks[0] ?? [])
    .subarray(0, 200)
    .toString('utf8')
  return /^\uFEFF?\s*<(!doctype html|html)/i.test(start)
}

/** A base that asks for more than this is asked again sooner. */
const LONGEST_PAUSE_MS = 3_600_000

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const pauseMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(pauseMs) ? Math.min(LONGEST_PAUSE_MS, Math.max(0, pauseMs)) : undefined
}
