/** Power fails while the log is being written: its tail is cut or garbled, what was acknowledged before it is whole. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../bridge/store/db.ts'
import type { Dice } from '../aids/dice.ts'
import { annaIn, faultsOf, settleIn, Worker, type Deed } from './deeds.ts'

const FILE = 'zveno.sqlite'
const WAL = `${FILE}-wal`

/** A database with its log as it was after each deed. */
export interface History {
  folder: string
  told: Deed[]
  /** Bytes of the log after so many deeds. */
  sizes: number[]
  clear(): void
}

/** Does so many deeds and keeps a copy of the log, which only grows meanwhile. */
export async function makeHistory(deeds: number): Promise<History> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-torn-'))
  const database = await openDatabase({ url: '', folder })
  await settleIn(database)
  const worker = new Worker(await annaIn(database))
  const told: Deed[] = []
  const sizes = [statSync(join(folder, WAL)).size]
  for (let at = 0; at < deeds; at++) {
    told.push(await worker.next())
    sizes.push(statSync(join(folder, WAL)).size)
  }
  for (const name of [FILE, WAL]) copyFileSync(join(folder, name), join(folder, `kept-${name}`))
  await database.close()
  return { folder, told, sizes, clear: () => rmSync(folder, { recursive: true, force: true }) }
}

/** One power cut; answers what is wrong afterwards. */
export async function powerCut(history: History, dice: Dice): Promise<string[]> {
  const acknowledged = dice.below(history.told.length)
  const folder = join(history.folder, 'cut')
  mkdirSync(folder, { recursive: true })
  try {
    copyFileSync(join(history.folder, `kept-${FILE}`), join(folder, FILE))
    writeFileSync(join(folder, WAL), tornLog(history, acknowledged, dice))
    return await lookAt(folder, history.told.slice(0, acknowledged))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The log up to what was durable, and behind it what the disk made of the next deed. */
function tornLog({ folder, sizes }: History, acknowledged: number, dice: Dice): Buffer {
  const whole = readFileSync(join(folder, `kept-${WAL}`))
  const [durable = 0, next = 0] = sizes.slice(acknowledged, acknowledged + 2)
  const tail = Buffer.from(whole.subarray(durable, durable + dice.below(next - durable + 1)))
  for (let times = dice.below(4); times > 0 && tail.length > 0; times--) garble(tail, dice)
  const noise = dice.onceIn(3) ? whole.subarray(0, dice.below(9_000)) : Buffer.alloc(0)
  return Buffer.concat([whole.subarray(0, durable), tail, noise])
}

function garble(tail: Buffer, dice: Dice): void {
  const from = dice.below(tail.length)
  const until = Math.min(tail.length, from + 1 + dice.below(4_200))
  if (dice.onceIn(2)) tail.fill(0, from, until)
  else for (let at = from; at < until; at++) tail[at] = dice.below(256)
}

async function lookAt(folder: string, told: Deed[]): Promise<string[]> {
  const database = await openDatabase({ url: '', folder })
  try {
    const wrong = await faultsOf(database.db, told)
    // It must also go on.
    const further = await new Worker(await annaIn(database)).next()
    return [...wrong, ...(await faultsOf(database.db, [...told, further]))]
  } finally {
    await database.close()
  }
}
