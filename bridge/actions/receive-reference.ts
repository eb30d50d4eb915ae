/** Takes our own firms and the products from the base: it is their owner, we mirror. */
import type { OrganisationRecord, ProductRecord } from '../domain/received.ts'
import { searchKey } from '../domain/search-key.ts'
import { applied, mirror, skipped, type Arrival, type Receiving, type Verdict } from './receiving.ts'

/** Digits in the INN of a company; a proprietor has twelve. */
const COMPANY_TAX_NUMBER = 10

export async function receiveOrganisations(
  ctx: Receiving,
  arrivals: Arrival<OrganisationRecord>[],
): Promise<Verdict[]> {
  await mirror(ctx, {
    noun: 'organisation',
    table: 'organisations',
    arrivals,
    columns: (record) => ({
      name: record.name,
      search_key: searchKey(record.name),
      full_name: record.fullName,
      tax_number: record.taxNumber,
      reason_code: record.reasonCode,
      prefix: record.prefix,
      marked: record.marked,
    }),
    // The base does not publish who pays VAT: companies do and proprietors do not, until somebody says otherwise.
    ours: (record) => ({ pays_vat: record.taxNumber.length === COMPANY_TAX_NUMBER }),
  })
  return arrivals.map(({ key }) => applied(key))
}

export async function receiveProducts(ctx: Receiving, arrivals: Arrival<ProductRecord>[]): Promise<Verdict[]> {
  const items = arrivals.filter(({ record }) => !record.isGroup)
  await mirror(ctx, {
    noun: 'product',
    table: 'products',
    arrivals: items,
    columns: (record) => ({
      name: record.name,
      search_key: searchKey(record.name),
      sku: record.sku,
      service: record.service,
      marked: record.marked,
    }),
    ours: () => ({ unit: '', price_minor: 0 }),
  })
  return arrivals.map(({ key, record }) => (record.isGroup ? skipped(key, 'skip.group') : applied(key)))
}
