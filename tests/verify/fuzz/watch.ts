/** Runs readers in a process of its own and notices when one falls silent: a hang is found, told and ended. */
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Order } from './child.ts'
import type { Found, Ran } from './target.ts'

const CHILD = join(import.meta.dirname, 'child.ts')
/** Cases between two signs of life. */
const BATCH = 128
/** Starting takes its time on a busy machine; afterwards a batch is over in a blink. */
const SILENCE_MS = 90_000

type Word = { at: number } | { ran: Ran }

export interface Watch {
  /** @throws Error when the process ends by itself without an answer */
  run(order: Omit<Order, 'batch'>): Promise<Ran>
  end(): void
}

export function watch(): Watch {
  let child: ChildProcess | undefined
  const end = () => {
    child?.removeAllListeners('exit').kill('SIGKILL')
    child = undefined
  }
  const tryOut = async (order: Order) => {
    child ??= fork(CHILD, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const ran = await answerOf(child, order)
    if ('silentAt' in ran) end()
    return ran
  }
  return { run: (order) => findHang(tryOut, order), end }
}

async function findHang(tryOut: (order: Order) => Promise<Ran | Silent>, order: Omit<Order, 'batch'>): Promise<Ran> {
  const ran = await tryOut({ ...order, batch: BATCH })
  if (!('silentAt' in ran)) return ran
  // Once more from the batch in which it fell silent, a sign of life before every case.
  const again = await tryOut({ ...order, from: ran.silentAt, until: ran.silentAt + BATCH, ms: SILENCE_MS, batch: 1 })
  const at = 'silentAt' in again ? again.silentAt : ran.silentAt
  const found: Found = { target: order.target, at, said: `hangs for more than ${SILENCE_MS / 1000} s`, input: '' }
  return { cases: at - order.from + 1, found: [found] }
}

interface Silent {
  silentAt: number
}

function answerOf(child: ChildProcess, order: Order): Promise<Ran | Silent> {
  return new Promise((resolve, reject) => {
    let at = order.from
    const silent = () => done(() => resolve({ silentAt: at }))
    let timer = setTimeout(silent, SILENCE_MS)
    const hear = (word: Word) => {
      clearTimeout(timer)
      timer = setTimeout(silent, SILENCE_MS)
      if ('ran' in word) done(() => resolve(word.ran))
      else at = word.at
    }
    const exit = (code: number | null) =>
      done(() => reject(new Error(`the readers ended with ${code} at ${order.target} near case ${at}`)))
    const done = (then: () => void) => {
      clearTimeout(timer)
      child.off('message', hear).off('exit', exit)
      then()
    }
    child.on('message', hear).on('exit', exit)
    child.send(order)
  })
}
