/** Time, processor time and memory of a piece of work in this process. */

import { processorTime, type ProcessorTime } from './processor-time.ts'

export interface Measured extends ProcessorTime {
  elapsedMs: number
  /** Resident memory at its peak since the process began, megabytes. */
  peakMb: number
}

export async function measured(work: () => Promise<unknown>): Promise<Measured> {
  globalThis.gc?.()
  const before = processorTime()
  const startedAt = performance.now()
  await work()
  const elapsedMs = performance.now() - startedAt
  const after = processorTime()
  return {
    elapsedMs,
    cpuMs: after.cpuMs - before.cpuMs,
    allThreadsMs: after.allThreadsMs - before.allThreadsMs,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
}
