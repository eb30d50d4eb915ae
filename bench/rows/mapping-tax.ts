/** G16: what mapping and checking records adds to a first load. */
import { runChild } from '../child.ts'
import { recordingOf } from '../far-side/recording.ts'
import { cpuOf, loads, QUICK_TIMES } from '../loads.ts'
import type { Measured } from '../measured.ts'
import { median, type Row } from '../row.ts'

export const row: Row = {
  id: 'G16',
  title: 'First load with mapping and checks, against the same load without them',
  anchor: 'the load less the processor time of mapping, checking and hashing the same records',
  unit: 'x',
  better: 'less',
  hold: 2,
  goal: 1.3,
  reach: 1.15,
  run: async (trial) => {
    const times = trial.quick ? QUICK_TIMES : 1
    const { product } = await loads(times, trial)
    const folder = await recordingOf(times, { ...trial, fresh: false })
    const alone: (Measured & { records: number })[] = []
    for (let run = 0; run < trial.runs; run++) alone.push(await runChild('./product/translate.ts', { folder }))
    const mappingCpuMs = median(alone.map(({ cpuMs }) => cpuMs))
    const loadCpuMs = cpuOf(product)
    return {
      ratio: loadCpuMs / (loadCpuMs - mappingCpuMs),
      figures: { loadCpuMs, mappingCpuMs, records: alone[0]?.records ?? 0 },
    }
  },
}
