/** Time, processor time and memory of a piece of work in this process. */

export interface Measured {
  elapsedMs: number
  /** User and system time of all threads of the process. */
  cpuMs: number
  /** Resident memory at its peak since the process began, megabytes. */
  peakMb: number
}

export async function measured(work: () => Promise<unknown>): Promise<Measured> {
  globalThis.gc?.()
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await work()
  const elapsedMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  return { elapsedMs, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }
}
