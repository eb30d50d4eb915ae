/** Shapes of what is answered to "how was it then". Times are UTC ISO text, sums decimal text. */
import type { Client, Contact, Counterparty } from '../domain/client.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { WhyDocument } from './why-answers.ts'

/** One record on both sides at one moment. */
export interface AsOf<Record> {
  id: string
  at: string
  /** Our side: `not-yet` = it was not there; `unknown` = its changes were not kept then. */
  state: 'known' | 'not-yet' | 'unknown'
  /** Before this moment our side is not known; null = it is known from its beginning. */
  knownSince: string | null
  /** As our card showed it; null unless known. */
  ours: Record | null
  /** What the base had told us of it last; null = nothing, or nothing that is known. */
  told: Told | null
  fields: SideField[]
  /** What had changed our side last. */
  last: { at: string; who: string; deed: string } | null
}

export interface Told {
  base: string
  document: WhyDocument
  /** When it told us, and in which round; null = the answer to a request of ours. */
  at: string
  run: { id: string; startedAt: string } | null
  mapping: { file: string; version: string } | null
  /** It told us that it has deleted the record. */
  gone: boolean
  /** Key of the reason why we could not take it; '' = it was taken. */
  reason: string
}

export interface SideField {
  /** Field of ours, in the words of the mapping. */
  field: string
  /** Which line of a document, from 1; 0 = the record itself. */
  row: number
  kind: 'text' | 'money' | 'quantity' | 'date' | 'yes-no'
  /** null = this side does not know such a field, or nothing is known of it. */
  ours: string | null
  theirs: string | null
  differs: boolean
}

export interface ClientAsOf extends AsOf<Client> {
  contacts: AsOf<Contact>[]
  counterparties: AsOf<Counterparty>[]
}
export type CounterpartyAsOf = AsOf<Counterparty>
export type InvoiceAsOf = AsOf<Invoice>

/** Something that changed at a moment. */
export interface Moment {
  at: string
  /** `ours` = our side is different since then; `base` = the base told something that we could not take. */
  side: 'ours' | 'base'
  noun: 'client' | 'contact' | 'counterparty' | 'organisation' | 'contract' | 'product' | 'invoice'
  /** Of the record that changed. */
  id: string
  title: string
  /** A person of ours, or the name of a base: who in the base it was, the base does not tell. */
  who: string
  /** What was done, a key under `deed.` in words. */
  deed: string
  /** Fields that became different; empty = the record as a whole. */
  fields: string[]
  run: { id: string; startedAt: string } | null
  /** Version of the mapping, '' = none. */
  mapping: string
  /** Key of the reason why it was not taken, '' = it was. */
  reason: string
}

export interface Moments {
  /** Name of the record. */
  title: string
  /** Newest first. */
  items: Moment[]
  /** There are older ones than these. */
  more: boolean
  /** Before this moment our side is not known; null = it is known from its beginning. */
  knownSince: string | null
}
