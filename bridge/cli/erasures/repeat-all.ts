/** Carries out once more what a list says was erased; on behalf of Zveno itself, each in a transaction of its own. */
import { repeatErasure, type Repeated } from '../../actions/repeat-erasure.ts'
import type { Config } from '../../config.ts'
import { contextOn } from '../../store/context.ts'
import type { ListedErasure } from '../../store/erasure-list.ts'
import { robotViewer } from '../../store/robot.ts'
import { openDatabaseOf } from '../open-store.ts'
import { orderedId } from '../ordered-id.ts'

export type RepeatedAll = Record<Repeated, number>

export async function repeatAll(config: Config, erasures: ListedErasure[]): Promise<RepeatedAll> {
  const done: RepeatedAll = { repeated: 0, known: 0, absent: 0, waiting: 0 }
  if (erasures.length === 0) return done
  const database = await openDatabaseOf(config)
  try {
    const viewer = await robotViewer(database.db)
    const ctx = contextOn(database, { viewer, now: () => new Date().toISOString(), newId: orderedId })
    for (const erasure of erasures) done[await repeatErasure(ctx, erasure)]++
    return done
  } finally {
    await database.close()
  }
}

export function repeatText({ repeated, known, absent, waiting }: RepeatedAll): string {
  const told = `Erasures: ${repeated} carried out once more, ${known} known already, ${absent} of records that are not here.`
  if (waiting === 0) return told
  return `${told}\n${waiting} wait for requests that still carry the data: let them end or withdraw them in the Queue, then run "zveno erasures repeat FILE" again.`
}
