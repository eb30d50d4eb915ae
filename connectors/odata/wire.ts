/** One HTTP call to the base: pinned address, credentials, deadline, bounded body, session cookie, one log event. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Pass } from '../connector.ts'
import { inDoubt, Misfit, Unreachable, type CallFacts } from '../errors.ts'
import { checkedAddresses } from './address.ts'
import { whatTheBaseSaid } from './base-said.ts'
import { errorForSilence } from './classify.ts'
import { textFrom } from './decode.ts'
import { Deadline } from './deadline.ts'
import { bodyOf, exchange, openLine, type Line, type Sent } from './exchange.ts'
import {
  concurrencyOf,
  DEFAULT_TIMEOUTS,
  rootOf,
  type Address,
  type ODataOptions,
  type Reply,
  type Timeouts,
} from './options.ts'
import { Sessions, type Worker } from './sessions.ts'

export interface Call {
  method: 'GET' | 'POST' | 'PATCH'
  /** Encoded, from the root of the interface, begins with `/`. */
  path: string
  accept: string
  /** JSON text. */
  body?: string
  headers?: Record<string, string>
  /** What the call is about, for the log and for errors. */
  kind?: string
  key?: string
  timeoutMs: number
  maxBytes: number
  /** Only whether the answer comes whole matters: its body is thrown away while it arrives. */
  discard?: boolean
  /** An answer that gets lost leaves the state of the base unknown. */
  write: boolean
  signal?: AbortSignal
  /** Longest wait for a place among all who call the base, milliseconds; absent = as long as the gate thinks right. */
  patienceMs?: number
}

export interface Answer {
  status: number
  /** By name in small letters. */
  headers: IncomingHttpHeaders
  chunks: Uint8Array[]
  facts: CallFacts
}

export class Wire {
  readonly root: string
  readonly timeouts: Timeouts
  readonly sessions: Sessions
  readonly #options: ODataOptions
  readonly #authorization: string
  #addresses: Promise<Address[]> | null = null
  #line: Line | null = null

  constructor(options: ODataOptions, sessionsIgnored: boolean) {
    this.#options = options
    this.root = rootOf(options)
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
    this.sessions = new Sessions(concurrencyOf(options), sessionsIgnored)
    // UTF-8 bytes: 1C knows Cyrillic logins in no other spelling (observed: cp1251 ends in 401.5).
    this.#authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')}`
  }

  /**
   * Sends a call on a free worker. A session that has ended (406, or 400/404 that does not come from the interface itself) means that
   * nothing was carried out: the call is repeated once without it.
   */
  async send(call: Call): Promise<Answer> {
    return this.sessions.run(async (worker) => {
      const hadSession = worker.cookie !== null
      const starting = !hadSession && !call.write && !this.sessions.ignored
      const answer = await this.#exchange(call, worker, starting ? 'start' : null)
      if (starting && answer.status === 406) this.sessions.ignored = true
      if (!(hadSession || starting) || !isSessionLost(answer)) return this.#remember(answer, worker, starting)
      worker.cookie = null
      const again = !call.write && !this.sessions.ignored
      return this.#remember(await this.#exchange(call, worker, again ? 'start' : null), worker, again)
    })
  }

  /** Ends the sessions held in the base. What fails here ends by itself within minutes (`sessionMaxAge`). */
  async close(): Promise<void> {
    const { readMs } = this.timeouts
    const call: Call = {
      method: 'GET',
      path: '/',
      accept: JSON_TYPE,
      timeoutMs: readMs,
      maxBytes: FAREWELL_BYTES,
      write: false,
      patienceMs: FAREWELL_MS,
    }
    for (const worker of this.sessions.open()) {
      await this.#exchange(call, worker, 'finish').catch(() => undefined)
      worker.cookie = null
    }
    // A page asked for ahead may still be on its way: nobody waits for it any more.
    this.#unpin()?.agent.destroy()
  }

  #remember(answer: Answer, worker: Worker, started: boolean): Answer {
    if (started && answer.status < 300) this.sessions.opened(worker, answer.headers['set-cookie'] ?? [])
    return answer
  }

  async #exchange(call: Call, worker: Worker, session: 'start' | 'finish' | null): Promise<Answer> {
    const pass = await this.#options.gate?.enter(call.signal, call.patienceMs)
    try {
      return await this.#exchangeNow(call, { worker, session, pass })
    } finally {
      pass?.leave()
    }
  }

  async #exchangeNow(call: Call, { worker, session, pass }: From): Promise<Answer> {
    const line = await this.#pinned()
    const began = this.#options.now()
    const { carrier } = this.#options
    const deadline = new Deadline(carrier ? carrier.deadline(call.timeoutMs) : call.timeoutMs, call.signal)
    // The place of the call was taken over: what is on its way is broken off.
    pass?.whenLost((reason) => deadline.end(reason))
    const facts: CallFacts = { method: call.method }
    if (call.kind) facts.kind = call.kind
    if (call.key) facts.key = call.key
    try {
      const { method, path } = call
      const { headers, body } = this.#request(call, worker, session)
      const response = await (carrier
        ? carrier.send({ method, url: this.root + path, headers, body, signal: deadline.signal })
        : exchange({ method, path, headers, body, line, deadline, connectMs: this.timeouts.connectMs }))
      const chunks = await readBounded(response, call)
      const status = response.statusCode ?? 0
      facts.status = status
      return { status, headers: response.headers, chunks, facts }
    } catch (failed) {
      const error = deadline.reason ?? failed
      if (call.signal?.aborted || failed instanceof Misfit) throw error
      const failure = errorForSilence(error, facts, call.write)
      // The host may have moved: the next call resolves and checks its name anew.
      if (failure instanceof Unreachable && failure.reason === 'base.refused-connection') this.#unpin()
      throw failure
    } finally {
      deadline.over()
      facts.tookMs = this.#options.now() - began
      this.#options.log('odata.call', { ...facts })
    }
  }

  #request(call: Call, worker: Worker, session: string | null): Pick<Sent, 'headers' | 'body'> {
    const headers: Record<string, string> = { authorization: this.#authorization, accept: call.accept, ...call.headers }
    if (call.body !== undefined) headers['content-type'] = JSON_TYPE
    if (worker.cookie !== null) headers['cookie'] = worker.cookie
    if (session !== null) headers['IBSession'] = session
    // An empty text makes `Content-Length: 0`, which IIS demands (411 otherwise).
    const body = call.method === 'GET' ? undefined : (call.body ?? '')
    return { headers, body }
  }

  /** Forgets addresses and connections; calls on their way go on. */
  #unpin(): Line | null {
    const line = this.#line
    this.#line = null
    this.#addresses = null
    return line
  }

  async #pinned(): Promise<Line> {
    this.#addresses ??= checkedAddresses(new URL(this.root).hostname, this.#options)
    const addresses = await this.#addresses.catch((error: unknown) => {
      this.#addresses = null
      throw error
    })
    this.#line ??= openLine({ root: this.root, addresses, ca: this.#options.ca })
    return this.#line
  }
}

/** Who carries a call out. */
interface From {
  worker: Worker
  session: 'start' | 'finish' | null
  /** Its place among all who call the base; undefined = nobody else does. */
  pass: Pass | undefined
}

export const JSON_TYPE = 'application/json;charset=utf-8'

/** The answer to `IBSession: finish` is the service document: half a megabyte on a large base. */
const FAREWELL_BYTES = 4_000_000
/** Who has to wait for his turn to say goodbye does not: the session ends by itself. */
const FAREWELL_MS = 1_000

function isSessionLost(answer: Answer): boolean {
  if (answer.status === 406) return true
  if (answer.status !== 400 && answer.status !== 404) return false
  return whatTheBaseSaid(textOf(answer)).form !== 'odata'
}

/** The body as text, without a byte-order mark. */
export function textOf(answer: Answer): string {
  return textFrom(bytesOf(answer)).replace(/^\uFEFF/, '')
}

/** The body as it came, in one piece. */
export function bytesOf(answer: Answer): Buffer {
  const [first] = answer.chunks
  if (answer.chunks.length === 1 && Buffer.isBuffer(first)) return first
  const whole = Buffer.concat(answer.chunks)
  answer.chunks = [whole]
  return whole
}

/** Told by events: walking through a stream chunk by chunk costs a small answer a third of its call. */
function readBounded(response: Reply, { maxBytes, discard, write }: Call): Promise<Uint8Array[]> {
  const body = bodyOf(response)
  const chunks: Uint8Array[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length
      if (bytes > maxBytes) body.destroy(inDoubt(tooLarge(maxBytes), write))
      else if (discard !== true || chunks.length === 0) chunks.push(chunk)
    })
    body.on('end', () => resolve(chunks)).on('error', reject)
    // An error is made where there is one: its list of callers costs more than the rest of the call.
    body.on('close', () => body.readableEnded || reject(new Error('the answer of the base ended before its end')))
  })
}

function tooLarge(maxBytes: number): Misfit {
  return new Misfit('base.too-large', `the answer of the base is larger than ${maxBytes} bytes`)
}
