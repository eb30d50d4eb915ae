/** Shapes of what is answered about personal data: the persons of a client, and acts of destruction. */
import type { PersonNoun } from '../domain/personal-data.ts'

export interface ConsentLine {
  id: string
  /** false = withdrawn. */
  given: boolean
  /** `YYYY-MM-DD`. */
  onDate: string
  /** A form, a letter, a call. */
  source: string
  /** When it was noted, and by whom. */
  at: string
  who: string
}

export interface PersonLine {
  /** Public id of the contact, the counterparty, or the client who is a person. */
  id: string
  noun: PersonNoun
  name: string
  /** The act by which the data was erased; null = it is there. */
  act: { id: string; number: number; at: string } | null
  /** Newest first; the first one says how it stands. */
  consents: ConsentLine[]
}

export interface ClientPersons {
  items: PersonLine[]
  /** Verbs on persons of this client. */
  may: string[]
}

export interface ActLine {
  id: string
  number: number
  at: string
  who: string
  reason: string
  /** What sort of record stood for the person. */
  noun: PersonNoun
}

/** It names nobody: records by their ids alone. */
export interface Act extends ActLine {
  /** Day on which the person asked, '' = nobody did. */
  askedOn: string
  personId: string
  /** Our firms, and the installation whose database it was. */
  operators: string[]
  installation: string
  erased: { what: string; count: number }[]
  kept: { what: string; count: number; until: string }[]
  records: { noun: PersonNoun; id: string; base: string; key: string }[]
  /** What the audit trail says of these records; hashes prove that no line was changed since. */
  log: { at: string; who: string; action: string; subject: string; hash: string }[]
  /** Id of the act that this one carries out once more, after a backup was put back; '' = none. */
  againOf: string
}
