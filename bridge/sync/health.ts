/** The health of a connection: one line that every page shows, and the circuit breaker that spares a base in need. */
import type { Facts } from '../domain/problem.ts'
import { isBridgeDoubt, type BaseHealth } from '../domain/sync.ts'
import { hastenIntents } from '../store/intents.ts'
import { changeHealth, healthOf } from '../store/bases.ts'
import { raiseTrouble, settleTroubles } from '../store/troubles.ts'
import { pause, type Decision } from './outcome.ts'
import type { Partner } from './partner.ts'
import { later } from './ports.ts'

/** A resting connection is tried at least so often, milliseconds, unless the base asks for more. */
const LONGEST_REST_MS = 60_000
/**
 * A base that asks to be left alone for longer is tried again after so many milliseconds: a proxy that names a day by mistake must not
 * stop the exchange for a day.
 */
export const LONGEST_ASKED_MS = 3_600_000
/** Reasons for which the base itself asks for patience. */
const BUSY = ['base.locked', 'base.no-licence', 'base.busy']

/** Failures in a row per base of this process; the pause grows with them. */
const failures = new WeakMap<Connection, number>()

/** A base of which not more is known than its row: its door may not even open. */
type Connection = Pick<Partner, 'ports' | 'base'>

export interface Failure {
  reason: string
  facts: Facts
  /** Nobody tries again before a person has mended the cause. */
  stop: boolean
  /** For how long the base itself asked to be left alone, milliseconds; absent = it did not say. */
  askedMs?: number
}

/** What a failure means for the whole connection. */
export function failureOf(decision: Decision, stop = decision.do === 'stop'): Failure {
  const { reason, facts } = decision
  const askedMs = decision.do === 'retry' ? decision.askedMs : undefined
  return { reason, facts, stop, ...(askedMs !== undefined && { askedMs }) }
}

/** A stop stays whatever fails after it: a lane that was still on its way must not make the connection try again. */
export async function connectionFailed(partner: Connection, failure: Failure): Promise<void> {
  const { ports, base } = partner
  const count = failures.get(partner) ?? 0
  failures.set(partner, count + 1)
  const now = ports.now()
  const restMs = Math.min(pause(count, ports.chance()), LONGEST_REST_MS)
  const askedMs = Math.min(failure.askedMs ?? 0, LONGEST_ASKED_MS)
  const nextTryAt = later(now, Math.max(restMs, askedMs))
  const state = failure.stop ? 'stopped' : stateOf(failure.reason)
  await changeHealth(ports.database.db, base.rowId, (before) => {
    // A doubt about our own database outlasts every other reason: it says what has to be done before going on.
    if (before.state === 'stopped' && (!failure.stop || isBridgeDoubt(before.reason))) return null
    return {
      state,
      reason: failure.reason,
      since: before.state === state && before.reason === failure.reason ? before.since : now,
      nextTryAt: failure.stop ? null : latest(nextTryAt, failure.askedMs === undefined ? before.nextTryAt : null),
      lastSeenAt: before.lastSeenAt,
      ...(typeof failure.facts['until'] === 'string' && { until: failure.facts['until'] }),
      ...(before.readFrom !== undefined && { readFrom: before.readFrom }),
    }
  })
  ports.publish({ what: 'base', id: base.id })
  ports.log('base.failed', { base: base.name, reason: failure.reason, stopped: failure.stop })
  if (failure.stop) await tellIntegrator(partner, failure)
}

/** Whoever was still on his way when the base asked for its pause does not shorten it; only a newer word of the base does. */
function latest(nextTryAt: string, before: string | null): string {
  return before !== null && before > nextTryAt ? before : nextTryAt
}

function stateOf(reason: string): BaseHealth['state'] {
  return BUSY.includes(reason) ? 'busy' : 'unreachable'
}

/**
 * The base answered: waiting requests go on, in their order. A stop stays: reading works also where a right to write is
 * missing, and only a person knows that the cause is mended.
 * @param begunAt when the round began that has read everything
 */
export async function connectionWorks(partner: Partner, begunAt?: string): Promise<void> {
  const { ports, base } = partner
  failures.delete(partner)
  const now = ports.now()
  const before = await changeHealth(ports.database.db, base.rowId, ({ state, since, readFrom }) => {
    if (state === 'stopped') return null
    return {
      state: 'working',
      reason: '',
      since: state === 'working' ? since : now,
      nextTryAt: null,
      lastSeenAt: now,
      readFrom: begunAt ?? readFrom ?? '',
    }
  })
  if (before === null || before.state === 'working') return
  ports.publish({ what: 'base', id: base.id })
  await hastenIntents(ports.database.db, base.rowId, now)
  await settleTroubles(ports.database.db, { noun: 'base', subject: base.id }, { who: ports.robot.name, at: now })
  ports.log('base.works', { base: base.name })
}

/** May the base be called now? */
export function restsUntil(health: BaseHealth, now: string): boolean {
  if (health.state === 'stopped') return true
  return health.nextTryAt !== null && health.nextTryAt > now
}

export async function currentHealth(partner: Connection): Promise<BaseHealth> {
  return (await healthOf(partner.ports.database.db, partner.base.rowId)) ?? partner.base.health
}

async function tellIntegrator(partner: Connection, { reason, facts }: Failure): Promise<void> {
  const { ports, base } = partner
  const trouble = {
    baseRowId: base.rowId,
    code: reason,
    facts: { ...facts, base: base.name },
    noun: 'base',
    subject: base.id,
    // A base that was restored never again fits where we stood; read anew it may be only when a person knows that it is the right one.
    answers: reason === 'base.other-base' ? ['resume', 'start-anew'] : ['resume'],
    at: ports.now(),
  }
  const id = await ports.database.transaction((db) => raiseTrouble(db, trouble))
  ports.publish({ what: 'trouble', id })
}
