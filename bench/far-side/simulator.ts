/** The simulated base in a process of its own; it also counts what it was asked. */
import { InfobaseClock } from '../../connectors/simulator/base/base.ts'
import { startSimulator } from '../../connectors/simulator/index.ts'
import { fillWorld, type WorldName } from '../../connectors/simulator/worlds/index.ts'
import { DAY_IN_BASE } from './clock.ts'

export interface SimulatorInput {
  world: WorldName
  times: number
  latencyMs: number
  /** Sessions at the same time; default as a small office has them. */
  licences?: number
}

export async function run({
  world,
  times,
  latencyMs,
  licences,
}: SimulatorInput): Promise<{ root: string; control: string }> {
  const clock = new InfobaseClock()
  clock.set(DAY_IN_BASE)
  const simulator = await startSimulator({
    port: 0,
    profile: 'bp30',
    world: (ledger) => fillWorld(ledger, world, { times }),
    clock,
  })
  simulator.settings.latencyMs = latencyMs
  if (licences !== undefined) simulator.settings.licences = licences
  return { root: simulator.rootUrl, control: `${simulator.url}/control` }
}
