/** Shapes of what is answered about conflicts, and about the fields of a counterparty that people may edit. Times are UTC ISO text. */
import type { Advice, FieldOwner } from '../domain/merge.ts'
import type { Facts } from '../domain/problem.ts'

/** A field that both sides changed, each differently, or a text that the base would not take. */
export interface Conflict extends Advice {
  id: string
  /** Of what is shown here: an answer names it. */
  version: number
  counterparty: { id: string; name: string }
  /** A client that it stands for, '' = none. */
  client: { id: string; name: string }
  /** As mappings name it. */
  field: string
  /** What both sides last agreed on. */
  before: string
  ours: string
  theirs: string
  /** Key of the reason in words, and its facts. */
  reason: string
  facts: Facts
  owner: FieldOwner
  /** Who typed what is ours now, somebody of ours or the people of a base, and when. */
  author: string
  editedAt: string
  since: string
  baseName: string
}

/** A conflict that a word of the mapping has decided. */
export interface Resolved {
  id: string
  counterparty: { id: string; name: string }
  field: string
  ours: string
  theirs: string
  /** Which word: `base` or `crm` wins, or the `latest` edit. */
  rule: string
  /** Whose text stands. */
  won: 'ours' | 'theirs'
  at: string
}

export interface Conflicts {
  items: Conflict[]
  /** Latest first. */
  resolved: Resolved[]
}

/** One field of a counterparty as its form shows it. */
export interface FormField {
  field: string
  value: string
  /** Who has the last word; a field of the base cannot be edited here. */
  owner: FieldOwner
  mayEdit: boolean
  /** `pending` = on its way to the base, `conflict` = people decide, `withdrawn` = the latest edit was taken back before it left. */
  state: 'agreed' | 'pending' | 'conflict' | 'withdrawn'
}

export interface CounterpartyForm {
  id: string
  name: string
  version: number
  /** Base that holds it, '' = the CRM alone. */
  baseName: string
  fields: FormField[]
}
