/** Stands between all processes of a bridge and their base and writes down every call: what it was about, when it began and when it was over. */
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  /** `GET ExchangePlan_Звено(guid'…')`, from the name of the set on. */
  what: string
  /** Milliseconds of the clock of this process. */
  beganMs: number
  /** Infinity = it is on its way. */
  endedMs: number
  /** 0 = it was broken off. */
  status: number
}

export interface Gauge {
  url: string
  /** In the order in which they came. */
  calls: Call[]
  close(): Promise<void>
}

export async function gaugeBefore(baseUrl: string): Promise<Gauge> {
  const { port, hostname, pathname } = new URL(baseUrl)
  const calls: Call[] = []
  const server = createServer((asked, answer) => {
    const call = callOf(asked, pathname)
    calls.push(call)
    answer.once('close', () => (call.endedMs = performance.now()))
    const { method, headers } = asked
    const passed = request({ hostname, port, path: asked.url, method, headers }, (come) => {
      call.status = come.statusCode ?? 0
      answer.writeHead(call.status, come.rawHeaders)
      come.on('error', () => answer.destroy())
      come.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    // Whoever has gone waits for nothing: the base hears of it, as it would without us.
    answer.once('close', () => answer.writableFinished || passed.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    calls,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

function callOf({ method = '', url = '' }: IncomingMessage, root: string): Call {
  const path = decodeURIComponent((url.split('?')[0] ?? '').slice(root.length).replace(/^\//, ''))
  const beganMs = performance.now()
  return { what: `${method} ${path}`, beganMs, endedMs: Number.POSITIVE_INFINITY, status: 0 }
}

/** Most calls that were on their way at the same time. */
export function mostAtOnce(calls: Call[]): number {
  const steps = calls.flatMap(({ beganMs, endedMs }) => [
    { at: beganMs, by: 1 },
    { at: endedMs, by: -1 },
  ])
  // One that ends when another begins was not there together with it.
  const inOrder = steps.toSorted((one, other) => one.at - other.at || one.by - other.by)
  let [open, most] = [0, 0]
  for (const { by } of inOrder) most = Math.max(most, (open += by))
  return most
}

/**
 * One reader at a time at the node of the exchange plan: no two calls about it at once, and each round begins with the numbers of the node,
 * selects, and acknowledges. Two rounds that run into each other break that order, whoever makes them.
 * @returns what is wrong, each once
 */
export function crowdAtTheNode(calls: Call[]): string[] {
  const plan = calls.filter(({ what }) => stepOf(what) !== null)
  const most = mostAtOnce(plan)
  const wrong = most > 1 ? [`${most} calls about the node of the exchange plan at once`] : []
  let before: Step = 'acknowledged'
  for (const { what, status } of plan) {
    const step = stepOf(what)
    // What was refused or broken off has told nobody anything; the next round begins anew.
    if (step === null || status === 0 || status >= 400) continue
    if (!AFTER[step].includes(before)) wrong.push(`the node of the exchange plan was ${step} after it was ${before}`)
    before = step
  }
  return [...new Set(wrong)]
}

type Step = 'asked for its numbers' | 'selected from' | 'acknowledged'

const AFTER: Record<Step, Step[]> = {
  'asked for its numbers': ['asked for its numbers', 'selected from', 'acknowledged'],
  'selected from': ['asked for its numbers'],
  acknowledged: ['selected from'],
}

function stepOf(what: string): Step | null {
  if (what.includes('SelectChanges')) return 'selected from'
  if (what.includes('NotifyChangesReceived')) return 'acknowledged'
  return /^GET ExchangePlan_[^/]*\(/.test(what) ? 'asked for its numbers' : null
}
