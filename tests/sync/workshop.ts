/**
 * A place to make the engine fail: the demo world, orders that need a counterparty, a contract and an invoice in the base,
 * and engines of our own making over the same database. The base and the database are real; time and chance are given.
 */
import { randomUUID } from 'node:crypto'
import { pauseUntil } from '../../bridge/cli/assemble.ts'
import type { Gates } from '../../bridge/cli/gates.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { listBases } from '../../bridge/store/bases.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { createEngine, type Engine } from '../../bridge/sync/engine.ts'
import { openPartner, type Partner } from '../../bridge/sync/partner.ts'
import type { EnginePorts } from '../../bridge/sync/ports.ts'
import { fromBase } from '../../bridge/sync/mapping/translate.ts'
import { openOData } from '../../connectors/odata/index.ts'
import { world, type World, type WorldOptions } from '../world.ts'
import { placeOrder, type Order } from './order.ts'

export type { Order } from './order.ts'

/** Patience of the connector in these tests, milliseconds: a slow base is slower than that. */
export const PATIENCE_MS = 120

export interface Workshop extends World {
  /** Another engine on the same database and base. */
  engineOf(more?: Partial<EnginePorts>): Engine
  /** The base as an engine works with it, without an engine. */
  partnerOf(more?: Partial<EnginePorts>): Promise<Partner>
  /** Closes the doors of all partners: each holds a session, and a licence of the base. */
  leave(): Promise<void>
  /** Events of the engines, with their facts. */
  log: { event: string; facts: Record<string, unknown> }[]
  /** A new client, its counterparty, a contract and an invoice of 1 200,00, none of them in the base. @returns ids */
  order(): Promise<Order>
  /** Rounds of one engine, the clock moved in between, until no request waits any more. */
  rest(engine: Engine): Promise<void>
  invoice(id: string): Promise<Record<string, string | number | null>>
  fault(fault: Record<string, unknown>): Promise<void>
  calm(): Promise<void>
}

export async function workshop(options: WorldOptions & { patienceMs?: number } = {}): Promise<Workshop> {
  const here = await world({ bare: true, ...options })
  const log: Workshop['log'] = []
  const partners: Partner[] = []
  let count = 0
  return {
    ...here,
    log,
    engineOf: (more) => createEngine({ ...portsOf(here, log, options.patienceMs), ...more }),
    partnerOf: async (more) => {
      const [base] = await listBases(here.bridge.database.db)
      if (!base) throw new Error('the demo world has no base')
      const partner = await openPartner({ ...portsOf(here, log, options.patienceMs), ...more }, base)
      partners.push(partner)
      return partner
    },
    leave: async () => {
      for (const { connector } of partners.splice(0)) await connector.close()
    },
    order: () => orderOf(here, ++count),
    rest: (engine) => rest(here, engine),
    invoice: async (id) =>
      (await here.bridge.database.db('invoices').where('uuid', id).first()) as Record<string, string | number | null>,
    fault: (fault) => here.accounting.control('POST', 'faults', fault),
    calm: () => here.accounting.control('DELETE', 'faults'),
  }
}

/** @param gates count the calls of several servers together; absent = there is only one */
export function portsOf(
  { bridge, gates }: Pick<World, 'bridge'> & { gates?: Gates },
  log: Workshop['log'],
  writeMs = PATIENCE_MS,
): EnginePorts {
  return {
    database: bridge.database,
    robot: bridge.robot,
    now: bridge.now,
    newId: randomUUID,
    chance: () => 0.5,
    wait: pauseUntil,
    mappings: bridge.mappings,
    translate: fromBase,
    publish: () => {},
    log: (event, facts = {}) => log.push({ event, facts }),
    open: (base) =>
      openOData({
        url: base.url,
        user: base.login,
        password: bridge.vault.open(base.secret),
        timeZone: base.timeZone,
        allowedHosts: ['127.0.0.1'],
        now: () => Date.parse(bridge.now()),
        log: () => {},
        ...(gates && { gate: gates.of(base) }),
        timeouts: { writeMs, readMs: 5_000 },
      }),
    settings: { owner: 'workshop', roundEveryMs: 400, callsPerBase: 2 },
  }
}

/** A pause longer than any rest of a connection. */
const STEP_MS = 70_000
/** A world in which something happens for longer is broken. */
const MOST_ROUNDS = 40

export async function rest({ bridge, clock }: Pick<World, 'bridge' | 'clock'>, engine: Engine): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await engine.once()
    if ((await waiting(bridge)).length === 0) return
    clock.tick(STEP_MS)
  }
  const { db } = bridge.database
  const why = { requests: await waiting(bridge), bases: (await db('bases').select('health')) as unknown[] }
  throw new Error(`requests still wait after ${MOST_ROUNDS} rounds: ${JSON.stringify(why)}`)
}

async function waiting({ database }: World['bridge']): Promise<object[]> {
  const live = ['queued', 'sending', 'uncertain', 'written', 'posting']
  return (await database.db('intents').whereIn('state', live).select('noun', 'state', 'reason', 'facts')) as object[]
}

/** A new client with all it takes to invoice it, and its invoice: nothing of it is in the base. */
export async function orderOf({ bridge }: Pick<World, 'bridge'>, count: number): Promise<Order> {
  const anna = await userByLogin(bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo world has no manager')
  return placeOrder(contextFor(bridge, viewerOf(anna)), count)
}
