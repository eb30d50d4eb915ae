/** Rows of clients, counterparties, contracts and products as answers show them. */
import type { Client, Contact, Contract, Counterparty, LegalForm, Organisation, Product } from '../domain/client.ts'
import type { Row } from './asking.ts'
import { number, sourceOf, text, yes } from './rows.ts'

/** Needs `manager_uuid` and `manager_name` beside the columns of `clients`. */
export function toClient(row: Row): Client {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    profile: text(row, 'profile'),
    industry: text(row, 'industry'),
    region: text(row, 'region'),
    website: text(row, 'website'),
    address: text(row, 'address'),
    phone: text(row, 'phone'),
    email: text(row, 'email'),
    note: text(row, 'note'),
    managerId: text(row, 'manager_uuid'),
    managerName: text(row, 'manager_name'),
    version: number(row, 'version'),
    createdAt: text(row, 'created_at'),
  }
}

export function toContact(row: Row, clientId: string): Contact {
  return {
    id: text(row, 'uuid'),
    clientId,
    name: text(row, 'name'),
    position: text(row, 'position'),
    phone: text(row, 'phone'),
    email: text(row, 'email'),
  }
}

/** Needs `base_name`. */
export function toCounterparty(row: Row): Counterparty {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    fullName: text(row, 'full_name'),
    legalForm: text(row, 'legal_form') as LegalForm,
    taxNumber: text(row, 'tax_number'),
    reasonCode: text(row, 'reason_code'),
    phone: text(row, 'phone'),
    email: text(row, 'email'),
    address: text(row, 'address'),
    marked: yes(row, 'marked') || yes(row, 'gone'),
    source: sourceOf(row),
  }
}

/** Needs `base_name`, `counterparty_uuid`, `organisation_uuid`. */
export function toContract(row: Row): Contract {
  return {
    id: text(row, 'uuid'),
    counterpartyId: text(row, 'counterparty_uuid'),
    organisationId: text(row, 'organisation_uuid'),
    name: text(row, 'name'),
    number: text(row, 'number'),
    date: text(row, 'date'),
    sort: text(row, 'sort') === 'with-buyer' ? 'with-buyer' : 'other',
    marked: yes(row, 'marked') || yes(row, 'gone'),
    source: sourceOf(row),
  }
}

export function toOrganisation(row: Row): Organisation {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    fullName: text(row, 'full_name'),
    taxNumber: text(row, 'tax_number'),
    reasonCode: text(row, 'reason_code'),
    prefix: text(row, 'prefix'),
    paysVat: yes(row, 'pays_vat'),
  }
}

/** A product that a base has shown is in the base; ours alone is not, and pre-flight asks to choose another. */
export function toProduct(row: Row): Product {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    sku: text(row, 'sku'),
    service: yes(row, 'service'),
    unit: text(row, 'unit'),
    priceMinor: number(row, 'price_minor'),
    inBase: text(row, 'as_of') !== '' && !yes(row, 'gone'),
    marked: yes(row, 'marked'),
  }
}
