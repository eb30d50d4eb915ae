/** Notes that a person has given, or taken back, the consent to the use of their data. */
import { allow } from '../domain/allow.ts'
import { isDay, isFuture } from '../domain/base-time.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { addConsent } from '../store/consents.ts'
import type { Context } from '../store/context.ts'
import { findPerson } from '../store/persons.ts'
import { refuseErased } from './refuse-erased.ts'

export interface NoteConsent {
  given: boolean
  /** `YYYY-MM-DD`. */
  onDate: string
  source: string
}

/** @throws Problem `person.not-found` `person.is-company` `access.denied` `person.erased` `input.missing` `person.wrong-date` */
export async function noteConsent(ctx: Context, personId: string, input: NoteConsent): Promise<void> {
  await ctx.transaction(async (tx) => {
    allow(tx.viewer, 'note-consent')
    const person = await findPerson(tx, 'note-consent', personId)
    allow(tx.viewer, 'note-consent', person)
    await refuseErased(tx, personId)
    const source = input.source.trim()
    if (source === '') throw new Problem('input.missing', {}, 'source')
    if (!isDay(input.onDate) || isFuture(input.onDate, tx.now())) throw new Problem('person.wrong-date', {}, 'onDate')
    const { noun, id } = person
    await addConsent(tx, { id: tx.newId(), person: { noun, id }, given: input.given, onDate: input.onDate, source })
    await audit(tx, { action: 'note-consent', subject: `${noun}:${id}`, facts: { given: input.given } })
  })
}
