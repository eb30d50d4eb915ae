/**
 * Which columns of which tables are a mirror: we hold them only because a base said so. Ids, ties to deals and clients and whatever
 * people have entered are ours (`docs/decisions/011-what-is-mirror.md`).
 */
import type { Noun } from '../domain/sync.ts'
import type { Row } from './bulk.ts'

export interface MirrorTable {
  table: string
  /** Told columns and what each says before the base has said anything. */
  told: Row
  /** References that a row cannot be without: they stay until the base names them again. */
  needs: Record<string, string>
}

const SEEN: Row = { marked: false, gone: false, as_of: '' }
const NAMED: Row = { name: '', search_key: '' }

const PAYMENT: MirrorTable = {
  table: 'payments',
  told: {
    ...SEEN,
    number: '',
    date: '',
    bank_number: '',
    bank_date: '',
    counterparty_id: null,
    organisation_id: null,
    payer_name: '',
    amount_minor: 0,
    advance_minor: 0,
    purpose: '',
    posted: false,
  },
  needs: {},
}

export const MIRROR: Record<Noun, MirrorTable> = {
  organisation: {
    table: 'organisations',
    told: { ...SEEN, ...NAMED, full_name: '', tax_number: '', reason_code: '', prefix: '' },
    needs: {},
  },
  counterparty: {
    table: 'counterparties',
    told: {
      ...SEEN,
      ...NAMED,
      full_name: '',
      legal_form: '',
      tax_number: '',
      reason_code: '',
      phone: '',
      email: '',
      address: '',
    },
    needs: {},
  },
  contract: {
    table: 'contracts',
    told: { ...SEEN, ...NAMED, organisation_id: null, number: '', date: '', sort: '' },
    needs: { counterparty_id: 'counterparties' },
  },
  product: {
    table: 'products',
    told: { ...SEEN, ...NAMED, sku: '', service: false },
    needs: {},
  },
  invoice: {
    table: 'invoices',
    told: {
      ...SEEN,
      contract_id: null,
      number: '',
      former_numbers: '[]',
      date: '',
      state: '',
      vat_included: false,
      total_minor: 0,
      vat_minor: 0,
      paid_minor: 0,
      posted: false,
      comment: '',
    },
    needs: { counterparty_id: 'counterparties', organisation_id: 'organisations' },
  },
  'bank-receipt': PAYMENT,
  'cash-receipt': PAYMENT,
}

/** What a row that was lost gets back besides, where the rules of receiving have no say in it. */
export const LOST: Partial<Record<Noun, Row>> = {
  product: { unit: '', price_minor: 0 },
  'bank-receipt': { channel: 'bank' },
  'cash-receipt': { channel: 'cash' },
}

/** In this order a table follows those that it refers to. */
export const NOUNS = Object.keys(MIRROR) as Noun[]
