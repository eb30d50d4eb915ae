/**
 * A place where things go wrong for the administrator: one simulated base that lives on, and installations of Zveno beside it, each in
 * a data folder of its own that can be stopped, copied, put back from a backup and started again. Time stands still until it is moved.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerTrouble } from '../../bridge/actions/answer-trouble.ts'
import { assemble, type Bridge } from '../../bridge/cli/assemble.ts'
import { makeBackup } from '../../bridge/cli/backup/make.ts'
import { putBack } from '../../bridge/cli/backup/put-back.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { createEngine, type Engine } from '../../bridge/sync/engine.ts'
import type { EnginePorts } from '../../bridge/sync/ports.ts'
import { startSimulator, type Simulator } from '../../connectors/simulator/index.ts'
import { accounting, type Accounting } from '../accounting.ts'
import { doorLike } from '../sync/door.ts'
import { orderOf, portsOf, rest, type Order } from '../sync/workshop.ts'
import { configOf, fill, standingClock, type Clock } from '../world.ts'

export interface Site {
  simulator: Simulator
  accounting: Accounting
  clock: Clock
  /** Starts Zveno in a folder of this name; the first start fills the demo world. */
  start(name: string, how?: { base?: 'keeps our keys' | 'gives keys of its own' }): Promise<Running>
  /** The data folder of a stopped Zveno, copied as a person copies it. */
  copy(from: string, to: string): void
  folder(name: string): string
  /** Requests that the base has seen. */
  heard(): number
  close(): Promise<void>
}

export interface Running {
  bridge: Bridge
  engine: Engine
  /** A new client and its invoice, queued. */
  order(): Promise<Order>
  /** Rounds, the clock moved in between, until no request waits. */
  rest(): Promise<void>
  invoice(id: string): Promise<Record<string, string | number | null>>
  /** Codes of what a person is asked. */
  questions(): Promise<string[]>
  /** The integrator answers what is asked about the base. */
  answer(text: string): Promise<void>
  backup(name: string): Promise<string>
  stop(): Promise<void>
}

export async function site(): Promise<Site> {
  const root = mkdtempSync(join(tmpdir(), 'zveno-site-'))
  const clock = standingClock()
  const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'demo', clock: clock.infobase })
  // Sessions that nobody uses are given back by the real clock, while here hours pass in seconds.
  simulator.settings.licences = 50
  const folder = (name: string) => join(root, name)
  const running = new Set<Running>()
  let orders = 0
  return {
    simulator,
    clock,
    folder,
    accounting: accounting(simulator),
    start: async (name, { base = 'keeps our keys' } = {}) => {
      const bridge = await assemble(configOf(folder(name), {}), () => {}, { now: clock.now, owner: name })
      if (!(await userByLogin(bridge.database.db, 'orlov'))) await fill(bridge, simulator, { bare: true })
      const ports = portsOf({ bridge }, [], 20_000)
      const engine = createEngine(base === 'keeps our keys' ? ports : { ...ports, open: givingKeys(ports) })
      const one = runningOf({ bridge, engine, clock }, folder(name), () => orderOf({ bridge }, ++orders))
      const stop = () => (running.delete(one) ? one.stop() : Promise.resolve())
      running.add(one)
      return { ...one, stop }
    },
    copy: (from, to) => cpSync(folder(from), folder(to), { recursive: true }),
    heard: () => simulator.journal.length,
    close: async () => {
      for (const one of running) await one.stop()
      await simulator.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Puts a backup back as `zveno restore` does. */
export async function restore(here: Site, file: string, name: string): Promise<void> {
  await putBack(file, here.folder(name), new Date(here.clock.now()).toISOString())
}

interface Parts {
  bridge: Bridge
  engine: Engine
  clock: Clock
}

function runningOf({ bridge, engine, clock }: Parts, folder: string, order: () => Promise<Order>): Running {
  const { db } = bridge.database
  return {
    bridge,
    engine,
    order,
    rest: () => rest({ bridge, clock }, engine),
    invoice: async (id) => (await db('invoices').where('uuid', id).first()) as Record<string, string | number | null>,
    questions: () => db('troubles').where('state', 'open').orderBy('code').pluck('code'),
    answer: async (text) => {
      const [person, open] = [await userByLogin(db, 'orlov'), await aboutBase(bridge)]
      if (!person || !open) throw new Error('nothing is asked about the base')
      await answerTrouble(contextFor(bridge, viewerOf(person)), { troubleId: open.uuid, answer: text })
    },
    backup: async (name) => {
      const file = join(folder, '..', name)
      await makeBackup(join(folder, 'zveno.sqlite'), file, bridge.now())
      return file
    },
    stop: async () => {
      await engine.stop()
      await bridge.close()
    },
  }
}

async function aboutBase({ database }: Bridge): Promise<{ uuid: string } | undefined> {
  return (await database.db('troubles').where({ noun: 'base', state: 'open' }).first('uuid')) as
    { uuid: string } | undefined
}

/** A base that does not keep keys of ours: there a repeat would make a second document. */
function givingKeys(ports: EnginePorts): EnginePorts['open'] {
  return async (base) => {
    const door = await ports.open(base)
    return doorLike(door, {
      abilities: { ...door.abilities, clientKey: 'refused' },
      write: (draft) => door.write({ ...draft, key: crypto.randomUUID() }),
    })
  }
}
