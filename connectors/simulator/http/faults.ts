/**
 * Injected failures and slowness (item 58 of the checklist, appendix B of the reference): what stands in front of 1C, and
 * answers that are lost after the deed was done.
 */
import type { Context, Doors } from '../context.ts'
import { errorAnswer, refuse } from '../odata/errors.ts'
import { cloudPage, diskFull, noLicence, proxyFailed, sessionsBlocked, tooBusy } from './front-pages.ts'
import type { Answer, Exchange } from './http.ts'
import { odataPath } from '../odata/odata.ts'
import { errorFormatOf } from '../odata/options.ts'
import type { Fault, Settings } from '../settings.ts'

const WRITES = ['POST', 'PATCH', 'PUT', 'DELETE']
const BROKEN: Answer = { status: 0, headers: {}, body: '', reset: true }

/** Gates for the doors of the simulator; they remember which faults have been spent. */
export interface FaultDoors extends Required<Pick<Doors, 'before' | 'after'>> {
  /** Slowness before the deed. It comes when the session has been entered: a slow call holds its licence. */
  linger(context: Context, exchange: Exchange): Promise<null>
}

export function faultDoors(): FaultDoors {
  const desk = new FaultDesk()
  return {
    before: async (context, exchange) => desk.before(context, exchange),
    linger: (context, exchange) => desk.linger(context, exchange),
    after: (context, exchange, answer) => desk.after(context, exchange, answer),
  }
}

class FaultDesk {
  /** How many matching requests a fault has seen, and how many it hit. */
  #counts = new WeakMap<Fault, { seen: number; hits: number }>()
  /** Faults that wait until the deed is done. */
  #pending = new WeakMap<Exchange, Fault[]>()
  #calls = 0

  before(context: Context, exchange: Exchange): Answer | null {
    const { settings } = context
    if (settings.down) return BROKEN
    const target = targetOf(context, exchange)
    const hits = settings.faults.filter((fault) => this.#hits(context, fault, { exchange, target }))
    this.#pending.set(exchange, hits)
    for (const hit of hits) {
      const answer = insteadOfTheDeed(hit, { context, exchange })
      if (answer) return answer
    }
    return null
  }

  async linger(context: Context, exchange: Exchange): Promise<null> {
    const hits = this.#pending.get(exchange) ?? []
    await pause(context, this.#latencyMs(context, targetOf(context, exchange)) + delayMs(hits, 'slow'))
    return null
  }

  async after(context: Context, exchange: Exchange, answer: Answer): Promise<Answer> {
    const hits = this.#pending.get(exchange) ?? []
    this.#pending.delete(exchange)
    await pause(context, delayMs(hits, 'slow-after-commit'))
    const kinds = hits.map(({ kind }) => kind)
    if (kinds.includes('reset-after-commit')) return { ...answer, reset: true }
    if (kinds.includes('html-after-commit')) return cloudPage()
    return kinds.includes('cut') ? { ...answer, cut: true } : answer
  }

  #hits(context: Context, fault: Fault, at: { exchange: Exchange; target: Target }): boolean {
    if (!matches(fault, at.exchange, at.target)) return false
    const counts = this.#counts.get(fault) ?? { seen: 0, hits: 0 }
    this.#counts.set(fault, counts)
    counts.seen++
    if (counts.seen <= fault.skip || (fault.times > 0 && counts.hits >= fault.times)) return false
    if (fault.probability < 1 && context.random() >= fault.probability) return false
    counts.hits++
    return true
  }

  #latencyMs({ settings }: Context, { set }: Target): number {
    const first = this.#calls++ === 0 ? settings.firstCallLatencyMs : 0
    return settings.latencyMs + first + (settings.setLatencyMs[set] ?? 0)
  }
}

interface Target {
  set: string
  key: string
  call: string
}

/** What a request is about, read from its path without checking it. */
function targetOf(context: Context, exchange: Exchange): Target {
  const [, set = '', key = '', rest = ''] =
    /^\/([^/(]+)(?:\(guid'([^']*)'\))?(?:\/([^(]*))?/.exec(exchange.path.slice(odataPath(context).length)) ?? []
  return { set, key: key.toLowerCase(), call: rest }
}

function matches(fault: Fault, exchange: Exchange, target: Target): boolean {
  if (fault.kind === 'lock' && !WRITES.includes(exchange.method)) return false
  const named = fault.methods.length === 0 || fault.methods.includes(exchange.method)
  return named && same(fault.set, target.set) && same(fault.key, target.key) && same(fault.call, target.call)
}

const PAGES: Partial<Record<Fault['kind'], (settings: Settings) => Answer>> = {
  blocked: sessionsBlocked,
  licence: noLicence,
  'disk-full': diskFull,
}

function same(wanted: string, given: string): boolean {
  return wanted === '' || wanted === given
}

/** A cloud hides what happened behind a page with status 200. */
function insteadOfTheDeed(fault: Fault, at: { context: Context; exchange: Exchange }): Answer | null {
  const { kind } = fault
  if (kind === 'reset') return BROKEN
  if (kind === 'html') return cloudPage()
  if (kind === 'proxy') return proxyFailed()
  if (kind === 'busy') return tooBusy(fault)
  if (kind === 'lock') return lockRefusal(at.exchange)
  const answer = PAGES[kind]?.(at.context.settings)
  if (!answer) return null
  return at.context.settings.front === 'cloud' ? cloudPage() : answer
}

function lockRefusal(exchange: Exchange): Answer {
  const text = 'Ошибка блокировки объекта. Объект уже заблокирован: открыт для изменения другим пользователем.'
  return errorAnswer(refuse.business(text), errorFormatOf(exchange))
}

function delayMs(hits: Fault[], kind: Fault['kind']): number {
  return hits.reduce((total, fault) => total + (fault.kind === kind ? fault.delayMs : 0), 0)
}

async function pause(context: Context, ms: number): Promise<void> {
  if (ms > 0) await context.wait(ms)
}
