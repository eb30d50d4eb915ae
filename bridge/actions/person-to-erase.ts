/** A person whom this viewer may erase, with all records that stand for them. */
import { allow } from '../domain/allow.ts'
import { Problem } from '../domain/problem.ts'
import type { Context } from '../store/context.ts'
import { findPerson, type StoredPerson } from '../store/persons.ts'
import { actAbout } from '../store/tombstones.ts'

/** @throws Problem `person.not-found` `person.is-company` `access.denied` `person.already-erased` */
export async function personToErase(ctx: Context, id: string): Promise<StoredPerson> {
  allow(ctx.viewer, 'erase-person')
  const person = await findPerson(ctx, 'erase-person', id)
  allow(ctx.viewer, 'erase-person', person)
  const act = await actAbout(ctx.db, id)
  if (act !== undefined) throw new Problem('person.already-erased', { act })
  return person
}
