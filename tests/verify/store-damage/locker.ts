/** Locks a SQLite file again and again for random times, as a backup program or a curious administrator does. */
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { diceOf } from '../aids/dice.ts'

export interface Storm {
  seed: number
  /** Longest lock, milliseconds. */
  mostMs: number
}

interface Driver {
  new (file: string): { exec(sql: string): void }
}

const load = createRequire(import.meta.url)
const newer = Number(process.versions.node.split('.')[0]) >= 22
const Database = load(newer ? 'better-sqlite3-napi' : 'better-sqlite3') as Driver
const [file = '', told = '{}'] = process.argv.slice(2)
const { seed, mostMs } = JSON.parse(told) as Storm
const base = new Database(file)
process.send?.('here')
process.once('disconnect', () => process.exit(0))

for (let at = 0; ; at++) {
  const dice = diceOf(seed, 'storm', at)
  try {
    base.exec('BEGIN IMMEDIATE')
    await pause(dice.onceIn(4) ? mostMs : dice.below(mostMs / 4))
    base.exec('ROLLBACK')
  } catch {
    // The bridge has it now; the next lock comes soon.
  }
  await pause(dice.below(30))
}
