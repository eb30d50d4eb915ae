/**
 * The road between a process of ours and the base: latency, everything that can go wrong on it, and a watchman who looks whether
 * what must be durable is durable when a request passes.
 */
import { Readable } from 'node:stream'
import type { Database } from '../../../bridge/store/db.ts'
import type { Carrier, Reply, Request } from '../../../connectors/odata/options.ts'
import type { Answer } from '../../../connectors/simulator/http/http.ts'
import type { Fault } from '../../../connectors/simulator/settings.ts'
import type { Luck } from './chance.ts'
import { overTheEdge, type Edge } from './edges.ts'
import type { FarSide } from './far-side.ts'
import type { Life } from './life.ts'
import type { VirtualTime } from './time.ts'

export const STEPS = [
  'metadata',
  'list',
  'look',
  'create counterparty',
  'create contract',
  'create invoice',
  'change',
  'post',
  'select',
  'acknowledge',
] as const
export type RoadStep = (typeof STEPS)[number] | 'other'

/** What can go wrong: the faults of the simulator, nobody listening, and a base that is busy for longer than we wait. */
export type Trouble = Fault['kind'] | 'refused' | Edge

/** What hits one request. */
export type Hit = Partial<Fault> | 'refused' | { edge: Edge }

export interface Passed {
  atMs: number
  step: RoadStep
  method: string
  address: string
  /** null = nothing went wrong on the way. */
  trouble: Trouble | null
  /** 0 = the connection broke. */
  status: number
}

export interface RoadOptions {
  far: FarSide
  time: VirtualTime
  luck: Luck
  life: Life
  /** Where the watchman looks. */
  database: Database
  /** What hits a request. */
  trouble?: (step: RoadStep, request: Request) => Hit | null
  /** Told of each request after the base has done with it. */
  passed?: (passed: Passed) => void
  /** Looks at a request before its first byte and at the answer before anybody else sees it. */
  watchman?: Watchman
  /** The base takes no keys of ours: it gives its own. */
  ownKeys?: boolean
}

export interface Watchman {
  before(step: RoadStep, request: Request): Promise<void>
  after(step: RoadStep, request: Request, answer: Answer): void
  /** Whoever asked gets the answer now. */
  delivered(step: RoadStep, request: Request, answer: Answer): void
}

/** Longest way of a request, milliseconds, when nothing is wrong. */
const LONGEST_WAY_MS = 300

export class Road implements Carrier {
  readonly #options: RoadOptions

  constructor(options: RoadOptions) {
    this.#options = options
  }

  deadline(ms: number): AbortSignal {
    return this.#options.time.deadline(ms)
  }

  /** Whoever gives up hears no more of it, but the request goes its way. */
  send(request: Request): Promise<Reply> {
    const { signal } = request
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error)
      const giveUp = () => reject(signal.reason as Error)
      signal.addEventListener('abort', giveUp, { once: true })
      const ended = () => signal.removeEventListener('abort', giveUp)
      this.#carry(request).then(resolve, reject).finally(ended)
    })
  }

  async #carry(request: Request): Promise<Reply> {
    const { time, luck, life, watchman, trouble, passed } = this.#options
    await life.live()
    const step = stepOf(request)
    life.step('before the call')
    await life.live()
    await watchman?.before(step, request)
    const hit = trouble?.(step, request) ?? null
    await time.wait(luck.between(1, LONGEST_WAY_MS))
    const told = { atMs: time.now(), step, method: request.method, address: decodeURIComponent(request.url) }
    if (hit === 'refused') {
      passed?.({ ...told, trouble: hit, status: 0 })
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    }
    const answer = await this.#served(this.#asTheBaseTakesIt(step, request), hit)
    passed?.({ ...told, trouble: nameOf(hit), status: answer.reset ? 0 : answer.status })
    watchman?.after(step, request, answer)
    await time.wait(luck.between(1, LONGEST_WAY_MS))
    life.step('after the call')
    await life.live()
    if (!request.signal.aborted) watchman?.delivered(step, request, answer)
    return replyOf(answer)
  }

  #served(request: Request, hit: Exclude<Hit, 'refused'> | null): Promise<Answer> {
    const { far, time } = this.#options
    if (hit === null || !('edge' in hit)) return far.serve(request, hit)
    return overTheEdge(hit.edge, { request, serve: (one) => far.serve(one, null), wait: (ms) => time.wait(ms) })
  }

  #asTheBaseTakesIt(step: RoadStep, request: Request): Request {
    if (!this.#options.ownKeys || !step.startsWith('create ')) return request
    const { Ref_Key: _ours, ...body } = JSON.parse(request.body ?? '{}') as Record<string, unknown>
    return { ...request, body: JSON.stringify(body) }
  }
}

function nameOf(hit: Exclude<Hit, 'refused'> | null): Trouble | null {
  if (hit === null) return null
  return 'edge' in hit ? hit.edge : (hit.kind ?? null)
}

const CREATED: Record<string, RoadStep> = {
  Catalog_Контрагенты: 'create counterparty',
  Catalog_ДоговорыКонтрагентов: 'create contract',
  Document_СчетНаОплатуПокупателю: 'create invoice',
}

export function stepOf({ url, method }: Request): RoadStep {
  const path = decodeURIComponent(new URL(url).pathname).split('/odata/standard.odata/')[1] ?? ''
  if (path === '$metadata') return 'metadata'
  if (path === 'SelectChanges') return 'select'
  if (path === 'NotifyChangesReceived') return 'acknowledge'
  if (method === 'PATCH') return 'change'
  if (method === 'POST') return path.endsWith('/Post') ? 'post' : (CREATED[path] ?? 'other')
  if (path.includes("(guid'")) return 'look'
  return path === '' ? 'other' : 'list'
}

function replyOf({ status, headers, body, reset, cut }: Answer): Reply {
  if (reset) throw broken()
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  const names = Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')])
  const stream = Readable.from(cut ? cutShort(bytes) : bytes.length > 0 ? [bytes] : [])
  const { 'set-cookie': cookie, ...lower } = Object.fromEntries(
    names.map(([name = '', value = '']) => [name.toLowerCase(), value]),
  )
  return Object.assign(stream, { statusCode: status, headers: { ...lower, ...(cookie && { 'set-cookie': [cookie] }) } })
}

async function* cutShort(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, Math.floor(bytes.length / 2))
  throw broken()
}

function broken(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
}
