/** Which other records of the base a record names: they must be known before it can be received. */
import type { Records } from '../domain/received.ts'
import type { Noun } from '../domain/sync.ts'

export interface Reference {
  noun: Noun
  key: string
}

/** Empty references are left out. */
export function referencesOf<N extends Noun>(noun: N, record: Records[N]): Reference[] {
  const all = (readers[noun] as (record: Records[N]) => Reference[])(record)
  return all.filter(({ key }) => key !== '')
}

const readers: { [N in Noun]: (record: Records[N]) => Reference[] } = {
  organisation: () => [],
  counterparty: () => [],
  product: () => [],
  contract: (record) => [
    { noun: 'counterparty', key: record.counterpartyKey },
    { noun: 'organisation', key: record.organisationKey },
  ],
  invoice: (record) => [
    { noun: 'organisation', key: record.organisationKey },
    { noun: 'counterparty', key: record.counterpartyKey },
    { noun: 'contract', key: record.contractKey },
    ...record.lines.map((line): Reference => ({ noun: 'product', key: line.productKey })),
  ],
  'bank-receipt': receipt,
  'cash-receipt': receipt,
}

function receipt(record: Records['bank-receipt']): Reference[] {
  return [
    { noun: 'organisation', key: record.organisationKey },
    { noun: 'counterparty', key: record.counterpartyKey },
    ...record.rows.map((row): Reference => ({ noun: 'invoice', key: row.invoiceKey })),
  ]
}
