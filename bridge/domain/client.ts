/** Clients, their contacts, and the legal entities that stand for them in accounting. */

/** A company or person we sell to. */
export interface Client {
  id: string
  name: string
  /** What they do, in a line. */
  profile: string
  industry: string
  region: string
  website: string
  address: string
  phone: string
  email: string
  note: string
  managerId: string
  managerName: string
  /** Grows with each edit; a save names the version it saw. */
  version: number
  createdAt: string
}

export interface Contact {
  id: string
  clientId: string
  name: string
  position: string
  phone: string
  email: string
}

export type LegalForm = 'company' | 'sole-proprietor' | 'person'

/** What papers say about a legal entity, and how to reach it. */
export interface Requisites {
  name: string
  fullName: string
  legalForm: LegalForm
  /** INN: 10 or 12 digits as text, '' when unknown. */
  taxNumber: string
  /** KPP: 9 characters, '' when none. */
  reasonCode: string
  phone: string
  email: string
  address: string
}

/** A legal entity with a tax id in accounting. A client has many; a counterparty can serve several clients. */
export interface Counterparty extends Requisites {
  id: string
  /** Marked for deletion in the base. */
  marked: boolean
  source: Source
}

/** Where an accounting figure came from and how old it is. */
export interface Source {
  /** `crm` = ours alone, `base` = observed in the accounting base, `queued` = on its way there. */
  origin: 'crm' | 'base' | 'queued'
  /** Name of the base, '' for `crm`. */
  base: string
  /** When it was observed, UTC ISO text; null = never. */
  asOf: string | null
}

/** Our own firm, as the base keeps it. */
export interface Organisation {
  id: string
  name: string
  fullName: string
  taxNumber: string
  reasonCode: string
  /** First part of document numbers. */
  prefix: string
  paysVat: boolean
}

export interface Contract {
  id: string
  counterpartyId: string
  organisationId: string
  name: string
  number: string
  /** `YYYY-MM-DD` or ''. */
  date: string
  /** `with-buyer` is the only kind an invoice accepts. */
  sort: 'with-buyer' | 'other'
  marked: boolean
  source: Source
}

export interface Product {
  id: string
  name: string
  sku: string
  service: boolean
  unit: string
  /** Kopecks, 0 = not set. */
  priceMinor: number
  /** False when the accounting base has no such item: pre-flight asks to choose one. */
  inBase: boolean
  marked: boolean
}
