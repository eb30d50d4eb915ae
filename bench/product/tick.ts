/** Rounds of exchange in which nothing has changed, after a first load. */
import { measured } from '../measured.ts'
import { openBridge, round } from './bridge.ts'

export interface Tick {
  cpuMs: number
  requests: number
  records: number
}

/** Rounds before the measured ones: the first compares anew what came while loading. */
const WARM_UP = 3

export async function run(input: { root: string; folder: string; ticks: number }): Promise<Tick> {
  let requests = 0
  const bridge = await openBridge({ ...input, log: (event) => (requests += event === 'odata.call' ? 1 : 0) })
  await round(bridge)
  for (let tick = 0; tick < WARM_UP; tick++) await round(bridge)
  requests = 0
  const { cpuMs } = await measured(async () => {
    for (let tick = 0; tick < input.ticks; tick++) await round(bridge)
  })
  const links = (await bridge.database.db('links').count({ records: '*' }).first()) as { records: number }
  await bridge.close()
  return { cpuMs: cpuMs / input.ticks, requests: requests / input.ticks, records: links.records }
}
