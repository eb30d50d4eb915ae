/** An accountant who enters receipts without a pause while several processes read them, and what is to be said of it afterwards. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../../bridge/store/db.ts'
import type { Dice } from '../aids/dice.ts'
import { crowdAtTheNode, mostAtOnce, type Call } from '../aids/gauge.ts'
import { comparePayments, payerAt, paymentsOfNothing, readSoFar, type Receipt } from '../kill/payer.ts'

/** A quick one. */
const PAYS_EVERY_MS = 100

export interface Accountant {
  receipts: Receipt[]
  /** Until the signal says stop. */
  work(dice: Dice, signal: AbortSignal): Promise<void>
  /** Has everything been read? */
  isRead(db: Db): Promise<boolean>
}

export function accountantAt(baseUrl: string): Accountant {
  const payer = payerAt(baseUrl)
  return {
    receipts: payer.receipts,
    work: async (dice, signal) => {
      while (!signal.aborted) {
        await payer.pay(dice)
        await pause(PAYS_EVERY_MS)
      }
    },
    isRead: async (db) => (await readSoFar(db, payer.receipts)) === payer.receipts.length,
  }
}

export interface Read {
  receipts: number
  callsAtOnce: number
  wrong: string[]
}

/** @param callsPerBase most calls that the base was promised, whoever makes them */
export async function judgeReading(
  db: Db,
  { receipts, calls, callsPerBase }: { receipts: Receipt[]; calls: Call[]; callsPerBase: number },
): Promise<Read> {
  const callsAtOnce = mostAtOnce(calls)
  return {
    receipts: receipts.length,
    callsAtOnce,
    wrong: [
      ...(await comparePayments(db, receipts)),
      ...(await paymentsOfNothing(db)),
      ...crowdAtTheNode(calls),
      ...(callsAtOnce > callsPerBase ? [`the base got ${callsAtOnce} calls at once, promised ${callsPerBase}`] : []),
    ],
  }
}
