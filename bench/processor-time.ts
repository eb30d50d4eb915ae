/** Processor time of this process: of the thread that runs the program, and of all its threads. */
import { readFileSync } from 'node:fs'

export interface ProcessorTime {
  /** Of the main thread: what decides how many such things a second it can do. */
  cpuMs: number
  /** With the threads beside it, which compile, collect garbage and pack while the main thread works. */
  allThreadsMs: number
}

/** Since the process began, milliseconds. */
export function processorTime(): ProcessorTime {
  const { user, system } = process.cpuUsage()
  const allThreadsMs = (user + system) / 1000
  return { cpuMs: mainThreadMs() ?? allThreadsMs, allThreadsMs }
}

/** Linux tells it in nanoseconds (first figure of `schedstat`, proc(5)); elsewhere only the whole process is told. */
function mainThreadMs(): number | undefined {
  try {
    const [ranNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
    return Number(ranNs) / 1e6
  } catch {
    return undefined
  }
}
