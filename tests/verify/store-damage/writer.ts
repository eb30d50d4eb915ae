/** Works until it has been refused often enough, asks for room, and must then be able to go on; a process of its own. */
import { Problem } from '../../../bridge/domain/problem.ts'
import { openDatabase } from '../../../bridge/store/db.ts'
import { annaIn, settleIn, Worker, type Deed } from './deeds.ts'

export type Said = { deed: Deed } | { refused: string } | { lift: true }

const HANDS = 3
const MOST_REFUSED = 12
/** Deeds after there is room again. */
const AFTERWARDS = 20
/** Makes a deed large enough to fill the disk soon. */
const NOTE = 'я'.repeat(3_500)

const database = await openDatabase({ url: '', folder: process.argv[2] ?? '' })
await settleIn(database)
const ctx = await annaIn(database)
let refused = 0
let room = false
let after = 0

await Promise.all(Array.from({ length: HANDS }, () => work(new Worker(ctx, NOTE))))
await database.close()

async function work(worker: Worker): Promise<void> {
  while (after < AFTERWARDS) {
    try {
      tell({ deed: await worker.next() })
      if (room) after++
    } catch (error) {
      tell({ refused: error instanceof Problem ? error.code : String(error) })
      if (room && ++refused > MOST_REFUSED * 10) return
      if (!room && ++refused >= MOST_REFUSED) {
        room = true
        tell({ lift: true })
      }
      await new Promise((resolve) => void setTimeout(resolve, 20))
    }
  }
}

function tell(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
