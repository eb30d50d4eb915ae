/**
 * Erases the personal data of a natural person and leaves a tombstone, so that no base brings it back. Documents of accounting stay, as
 * the law wants it; the act says what was erased, what was kept and why, and names nobody.
 */
import { isDay, isFuture } from '../domain/base-time.ts'
import type { ErasureReason } from '../domain/personal-data.ts'
import { Problem } from '../domain/problem.ts'
import type { Context } from '../store/context.ts'
import { requestsOnTheirWay } from '../store/kept-by-law.ts'
import type { PersonRecord } from '../store/persons.ts'
import { carryOutErasure } from './carry-out-erasure.ts'
import { personToErase } from './person-to-erase.ts'

export interface ErasePerson {
  reason: ErasureReason
  /** Day on which the person asked, `YYYY-MM-DD`; absent = nobody asked. */
  askedOn?: string
  /** Ids of the records that were shown before: other ones are never erased. */
  records: string[]
}

/**
 * @returns the id of the act
 * @throws Problem `person.not-found` `person.is-company` `access.denied` `person.already-erased` `person.changed`
 * `person.request-on-its-way` `person.wrong-date`
 */
export async function erasePerson(ctx: Context, id: string, input: ErasePerson): Promise<{ id: string }> {
  return ctx.transaction(async (tx) => {
    const person = await personToErase(tx, id)
    const { records } = person
    if (!sameIds(records, input.records)) throw new Problem('person.changed')
    const onTheirWay = await requestsOnTheirWay(tx.db, records)
    if (onTheirWay > 0) throw new Problem('person.request-on-its-way', { count: onTheirWay })
    const { reason, askedOn = '' } = input
    if (askedOn !== '' && (!isDay(askedOn) || isFuture(askedOn, tx.now())))
      throw new Problem('person.wrong-date', {}, 'askedOn')
    return carryOutErasure(tx, { person, records, reason, askedOn, againOf: '' })
  })
}

function sameIds(records: PersonRecord[], seen: string[]): boolean {
  return JSON.stringify(records.map(({ id }) => id).toSorted()) === JSON.stringify(seen.toSorted())
}
