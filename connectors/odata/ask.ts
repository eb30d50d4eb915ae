/** Asks the base and understands the answer: success as data, everything else as one of the four errors. */
import { Misfit, Unreachable } from '../errors.ts'
import { whatTheBaseSaid } from './base-said.ts'
import { isObject } from './json.ts'
import { errorFor } from './classify.ts'
import type { ODataOptions } from './options.ts'
import { JSON_TYPE, textOf, Wire, type Answer, type Call } from './wire.ts'

/** Largest page that is taken into memory; a thousand documents with long tables stay far below. */
const MOST_PAGE_BYTES = 64_000_000

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
    return jsonOf(await this.answer({ ...ask, write: true }), true)
  }

  /** POST whose answer says nothing but "done"; a page of HTML does not even say that. */
  async command(ask: Ask): Promise<void> {
    const answer = await this.answer({ ...ask, method: 'POST', write: true })
    if (isHtml(answer)) throw html(answer, true)
  }

  /** A successful answer of any type. */
  async answer(ask: Ask): Promise<Answer> {
    const { readMs, writeMs } = this.wire.timeouts
    const write = ask.write ?? false
    const call: Call = {
      method: 'GET',
      accept: JSON_TYPE,
      write,
      timeoutMs: write ? writeMs : readMs,
      maxBytes: MOST_PAGE_BYTES,
      ...ask,
    }
    const answer = await this.wire.send(call)
    if (answer.status >= 200 && answer.status < 300) return answer
    throw errorFor({
      status: answer.status,
      body: textOf(answer),
      facts: answer.facts,
      write,
      retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), this.options.now()),
    })
  }
}

/** JSON object of a successful answer. @throws Unreachable `base.html`, `base.cut`; after a write its outcome is open */
export function jsonOf(answer: Answer, write: boolean): Record<string, unknown> {
  if (isHtml(answer)) throw html(answer, write)
  const type = answer.headers.get('content-type') ?? ''
  const body = textOf(answer)
  if (body === '') throw cut(answer, write)
  if (!type.includes('json'))
    throw new Misfit(
      'base.not-odata',
      `the base answers ${type || 'without a content type'} instead of JSON`,
      answer.facts,
    )
  const parsed = parse(body)
  if (!isObject(parsed)) throw cut(answer, write)
  return parsed
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** True for a page made for people: clouds put their login and maintenance pages behind status 200 (observed). */
export function isHtml(answer: Answer): boolean {
  const type = answer.headers.get('content-type') ?? ''
  if (type.includes('html')) return true
  const start = Buffer.concat(answer.chunks.slice(0, 1)).subarray(0, 200).toString('utf8')
  return /^\uFEFF?\s*<(!doctype html|html)/i.test(start)
}

/** The error for a page of HTML. */
export function html(answer: Answer, uncertain: boolean): Unreachable {
  const { text } = whatTheBaseSaid(textOf(answer))
  const noLicence = /лицензи|licen[cs]e/i.test(text)
  if (noLicence) return new Unreachable('base.no-licence', text, { facts: answer.facts, uncertain })
  return new Unreachable('base.html', `a page for people came instead of data: ${text.slice(0, 120)}`, {
    facts: answer.facts,
    uncertain,
  })
}

function cut(answer: Answer, uncertain: boolean): Unreachable {
  return new Unreachable('base.cut', 'the answer of the base is incomplete', { facts: answer.facts, uncertain })
}

/** A base that asks for more than this is asked again sooner. */
const LONGEST_PAUSE_MS = 3_600_000

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const pauseMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(pauseMs) ? Math.min(LONGEST_PAUSE_MS, Math.max(0, pauseMs)) : undefined
}
