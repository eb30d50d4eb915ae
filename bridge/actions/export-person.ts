/** Hands out everything that is kept about a natural person, with where it came from; who has taken it is noted. */
import { allow } from '../domain/allow.ts'
import type { PersonNoun } from '../domain/personal-data.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { personFile, type PersonFile } from '../store/person-file.ts'
import { findPerson } from '../store/persons.ts'

export interface PersonExport extends PersonFile {
  format: 'zveno.person/1'
  /** When and by whom of ours it was taken. */
  at: string
  by: string
  person: { noun: PersonNoun; id: string; name: string }
}

/** @throws Problem `person.not-found` `person.is-company` `access.denied` */
export async function exportPerson(ctx: Context, id: string): Promise<PersonExport> {
  return ctx.transaction(async (tx) => {
    allow(tx.viewer, 'export-person')
    const person = await findPerson(tx, 'export-person', id)
    allow(tx.viewer, 'export-person', person)
    const { noun, name, records } = person
    const file = await personFile(tx.db, records)
    await audit(tx, { action: 'export-person', subject: `${noun}:${id}`, facts: { records: records.length } })
    return { format: 'zveno.person/1', at: tx.now(), by: tx.viewer.name, person: { noun, id, name }, ...file }
  })
}
