/** Which natural persons stand behind a client, what consents they gave, and who of them was erased? */
import { mayOn } from '../domain/allow.ts'
import type { PersonNoun } from '../domain/personal-data.ts'
import type { Asking, Row } from './asking.ts'
import { clientRow, contactRows, counterpartyRows } from './client-card.ts'
import { ownedBy } from './deal.ts'
import type { ClientPersons, ConsentLine, PersonLine } from './person-answers.ts'
import { number, text, yes } from './rows.ts'

type Person = Pick<PersonLine, 'id' | 'noun' | 'name'>

/** @throws Problem `client.not-found` */
export async function clientPersons(asking: Asking, clientId: string): Promise<ClientPersons> {
  const client = await clientRow(asking, clientId)
  const rowId = number(client, 'id')
  const entities = (await counterpartyRows(asking, rowId)).filter((row) => number(row, 'alias_of') === 0)
  const contacts = await contactRows(asking, rowId)
  const persons = personsOf(client, entities, contacts)
  const ids = persons.map(({ id }) => id)
  const consents = await consentsOf(asking, ids)
  const acts = await actsAbout(asking, ids)
  return {
    items: persons.map((person) => ({
      ...person,
      act: acts.get(person.id) ?? null,
      consents: consents.get(person.id) ?? [],
    })),
    may: mayOn(asking.viewer, ownedBy(client)),
  }
}

/** A client of whom accounting knows no company is a person: its card and its entities are one. */
function personsOf(client: Row, entities: Row[], contacts: Row[]): Person[] {
  const isCompany = entities.some((row) => text(row, 'legal_form') === 'company')
  const people = isCompany
    ? entities.filter((row) => text(row, 'legal_form') !== 'company').map((row) => asPerson('counterparty', row))
    : [asPerson('client', client)]
  const others = isCompany ? contacts : contacts.filter((row) => text(row, 'search_key') !== text(client, 'search_key'))
  return [...people, ...others.map((row) => asPerson('contact', row))]
}

function asPerson(noun: PersonNoun, row: Row): Person {
  return { id: text(row, 'uuid'), noun, name: text(row, 'name') }
}

async function consentsOf({ db }: Asking, ids: string[]): Promise<Map<string, ConsentLine[]>> {
  const rows: Row[] = await db('consents').whereIn('person_uuid', ids).orderBy('id', 'desc')
  const found = new Map<string, ConsentLine[]>()
  for (const row of rows) {
    const id = text(row, 'person_uuid')
    found.set(id, [...(found.get(id) ?? []), toConsent(row)])
  }
  return found
}

function toConsent(row: Row): ConsentLine {
  const [onDate, source] = [text(row, 'on_date'), text(row, 'source')]
  return { id: text(row, 'uuid'), given: yes(row, 'given'), onDate, source, at: text(row, 'at'), who: text(row, 'who') }
}

async function actsAbout({ db }: Asking, ids: string[]): Promise<Map<string, NonNullable<PersonLine['act']>>> {
  const rows: Row[] = await db('tombstones')
    .join('erasure_acts', 'erasure_acts.id', 'tombstones.act_id')
    .whereIn('tombstones.record_uuid', ids)
    .orderBy('tombstones.id')
    .select('tombstones.record_uuid', 'erasure_acts.id', 'erasure_acts.uuid', 'erasure_acts.at')
  return new Map(
    rows.map((row) => [
      text(row, 'record_uuid'),
      { id: text(row, 'uuid'), number: number(row, 'id'), at: text(row, 'at') },
    ]),
  )
}
