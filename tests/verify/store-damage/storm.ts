/** Another program keeps the file locked again and again: whoever waits too long is told so, and nothing is lost. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../../../bridge/domain/problem.ts'
import { openDatabase } from '../../../bridge/store/db.ts'
import { annaIn, faultsOf, settleIn, Worker, type Deed } from './deeds.ts'
import type { Filled } from './full.ts'
import type { Storm } from './locker.ts'

const LOCKER = join(import.meta.dirname, 'locker.ts')
const HANDS = 3

/** @param storm how long the locks last at most, and its chance */
export async function weather(storm: Storm, ms: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-storm-'))
  const database = await openDatabase({ url: '', folder })
  await settleIn(database)
  const ctx = await annaIn(database)
  const child = fork(LOCKER, [join(folder, 'zveno.sqlite'), JSON.stringify(storm)], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  const told: Deed[] = []
  const wrong: string[] = []
  let refused = 0
  const endAt = performance.now() + ms
  const work = async (worker: Worker) => {
    while (performance.now() < endAt) {
      try {
        told.push(await worker.next())
      } catch (error) {
        if (error instanceof Problem && error.code === 'server.busy') refused++
        else wrong.push(`refused without words of its own: ${String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: HANDS }, () => work(new Worker(ctx))))
  child.kill('SIGKILL')
  await once(child, 'exit')
  const faults = await faultsOf(database.db, told, 0)
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  return { told: told.length, refused, wrong: [...wrong, ...faults] }
}
