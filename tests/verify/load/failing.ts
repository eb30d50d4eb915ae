/** A base that fails while people work: the circuit breaker opens, the base is left alone, and what waited goes on in calm. */
import { setTimeout as pause } from 'node:timers/promises'
import type { BaseLine, QueueItem } from '../../../bridge/http/contract.ts'
import { mostAtOnce, type Call, type Gauge } from '../aids/gauge.ts'
import type { Caller, Installation } from '../aids/installation.ts'
import { documentsIn } from '../kill/ledger.ts'

/** Calls that are on their way when it happens end in a failure as well; after that nobody needs longer to see it. */
const MOST_OPENING_MS = 5_000
/** The second pause is twice as long as the first one, and so on; a quarter less by chance. */
const SHORTEST_FIRST_PAUSE_MS = 1_500
/** Shorter, and who never pauses could not be told from who does: rounds come once a second. */
const LEAST_FAILING_MS = 10_000
/** One in each lane goes on to its next call; that one fails, too. */
const UNDER_WAY = 2
/** The longest pause, and a round. */
const MOST_BACK_MS = 75_000 + 5_000
const MOST_CALM_MS = 60_000
const LOOKS_EVERY_MS = 50

export interface Failing {
  /** Every call is answered with the page of a proxy. @returns when the breaker has opened */
  begin(): Promise<void>
  /** The base answers again. @returns when the breaker has closed */
  end(): Promise<void>
  /** Waits until nothing waits for the base any more, and says what came of it all. */
  judge(): Promise<{ wrong: string[]; figures: Record<string, string> }>
}

interface Times {
  failsMs: number
  openMs: number
  worksMs: number
  closedMs: number
}

/** @param integrator sees how the base is */
export function failing(place: Installation, gauge: Gauge, integrator: Caller): Failing {
  const times: Times = { failsMs: 0, openMs: 0, worksMs: 0, closedMs: 0 }
  const health = async () => {
    const { body } = await integrator.send('GET', '/api/bases')
    return (body['items'] as BaseLine[])[0]?.health.state
  }
  const queue = async () => {
    const { body } = await integrator.send('GET', '/api/queue?whose=all')
    return body['items'] as QueueItem[]
  }
  const until = async (is: () => Promise<boolean>, mostMs: number) => {
    const endAt = performance.now() + mostMs
    while (!(await is()) && performance.now() < endAt) await pause(LOOKS_EVERY_MS)
    return performance.now()
  }
  return {
    begin: async () => {
      times.failsMs = performance.now()
      await place.control({ faults: [{ kind: 'proxy', times: 0 }] })
      times.openMs = await until(async () => (await health()) === 'unreachable', MOST_OPENING_MS)
    },
    end: async () => {
      await pause(Math.max(0, times.failsMs + LEAST_FAILING_MS - performance.now()))
      times.worksMs = performance.now()
      await place.control({ faults: [] })
      times.closedMs = await until(async () => (await health()) === 'working', MOST_BACK_MS)
    },
    judge: async () => {
      const calmMs = (await until(async () => (await queue()).every(isInDoubt), MOST_CALM_MS)) - times.closedMs
      const left = await queue()
      const wrong = [...judgeBreaker(gauge.calls, times), ...(await doubles(place))]
      // What the base may still carry out is looked for when it cannot come any more.
      const waiting = left.filter((item) => !isInDoubt(item))
      if (waiting.length > 0) wrong.push(`${waiting.length} requests wait without a doubt: ${standing(waiting[0])}`)
      return { wrong, figures: figuresOf(gauge.calls, { ...times, calmMs, inDoubt: left.length - waiting.length }) }
    },
  }
}

function isInDoubt({ state }: QueueItem): boolean {
  return state !== 'queued'
}

function standing(item: QueueItem | undefined): string {
  return item === undefined ? '' : `${item.noun}, ${item.reason || 'no reason'}, next at ${item.nextTryAt}`
}

function judgeBreaker(calls: Call[], times: Times): string[] {
  const { openMs, worksMs, closedMs } = times
  const wrong: string[] = []
  if (openMs - times.failsMs >= MOST_OPENING_MS) wrong.push('the breaker did not open')
  if (closedMs - worksMs >= MOST_BACK_MS) wrong.push('the breaker did not close when the base answered again')
  const resting = whileOpen(calls, times)
  const most = mostCalls(worksMs - openMs)
  const knocks = resting.filter(({ beganMs }) => beganMs < worksMs).length
  if (knocks > most) wrong.push(`the base got ${knocks} calls while it failed, promised ${most}`)
  const writes = resting.filter(({ what }) => isWrite(what))
  if (writes.length > UNDER_WAY)
    wrong.push(
      `${writes.length} writes before a read had shown that the base answers again, at most ${UNDER_WAY} were under way`,
    )
  const together = mostAtOnce(resting.filter((call) => !writes.includes(call)))
  if (together > 1) wrong.push(`${together} calls at once knocked at a base that failed`)
  return wrong
}

/** What was begun after the breaker had opened and before the first answer that tells that the base is well. */
function whileOpen(calls: Call[], { openMs, worksMs }: Times): Call[] {
  const well = calls.find(({ beganMs, status }) => beganMs >= worksMs && status === 200)
  const untilMs = well?.endedMs ?? Number.POSITIVE_INFINITY
  return calls.filter(({ beganMs }) => beganMs > openMs && beganMs < untilMs)
}

/** Pauses that double: so many tries fit into the time. A try is a round of reading, which ends with its first call. */
function mostCalls(ms: number): number {
  const tries = 1 + Math.floor(Math.log2(ms / SHORTEST_FIRST_PAUSE_MS + 1))
  return UNDER_WAY + tries
}

/** A selection of changes is a POST, too, and writes nothing. */
function isWrite(what: string): boolean {
  return /^(POST|PATCH|PUT|DELETE) (Document|Catalog)_/.test(what)
}

async function doubles(place: Installation): Promise<string[]> {
  const marks = (await documentsIn(place.baseUrl)).map(({ mark }) => mark)
  const twice = marks.length - new Set(marks).size
  return twice === 0 ? [] : [`${twice} requests have two documents`]
}

function figuresOf(calls: Call[], times: Times & { calmMs: number; inDoubt: number }): Record<string, string> {
  const { failsMs, openMs, worksMs, closedMs, calmMs, inDoubt } = times
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  const knocks = whileOpen(calls, times).filter(({ beganMs }) => beganMs < worksMs).length
  return {
    'base that fails': `left alone after ${seconds(openMs - failsMs)}, ${knocks} calls in ${seconds(worksMs - openMs)}`,
    'base that is back': `worked with after ${seconds(closedMs - worksMs)}, ${seconds(calmMs)} later ${inDoubt === 0 ? 'nothing waits' : `only ${inDoubt} in doubt wait`}`,
    'calls of the base at once': `${mostAtOnce(calls)} at most`,
  }
}
