/** Carries an erasure out once more in a database that was put back from an older backup: found by its ids, without anybody's data. */
import { allow } from '../domain/allow.ts'
import type { Context } from '../store/context.ts'
import { knowsAct, type ListedErasure } from '../store/erasure-list.ts'
import { requestsOnTheirWay } from '../store/kept-by-law.ts'
import { recordsListed } from '../store/listed-records.ts'
import { carryOutErasure } from './carry-out-erasure.ts'

/** `waiting` = a request that the backup has brought back still carries the data: it has to end or be withdrawn first. */
export type Repeated = 'repeated' | 'known' | 'absent' | 'waiting'

/** @throws Problem `access.denied` */
export async function repeatErasure(ctx: Context, erasure: ListedErasure): Promise<Repeated> {
  return ctx.transaction(async (tx) => {
    allow(tx.viewer, 'erase-person')
    if (await knowsAct(tx.db, erasure.id)) return 'known'
    const { records, absent } = await recordsListed(tx.db, erasure.records)
    if (records.length === 0 && absent.length === 0) return 'absent'
    if ((await requestsOnTheirWay(tx.db, records)) > 0) return 'waiting'
    const { person, reason, askedOn, id: againOf } = erasure
    await carryOutErasure(tx, { person, records, absent, reason, askedOn, againOf })
    return 'repeated'
  })
}
