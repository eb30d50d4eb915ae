/** Which other records of the base a record names: they must be known before it can be received. */
import type { Records } from '../domain/received.ts'
import type { Noun } from '../domain/sync.ts'

export interface Reference {
  noun: Noun
  key: string
}

/** Told of each key that a record names, '' = an empty reference. */
export type Named = (noun: Noun, key: string) => void

/** Tells what a record names. A page names tens of thousands, most of them known: no list is made of them. */
export function tellReferences<N extends Noun>(noun: N, record: Records[N], named: Named): void {
  const tell = tellers[noun] as (record: Records[N], named: Named) => void
  tell(record, named)
}

const tellers: { [N in Noun]: (record: Records[N], named: Named) => void } = {
  organisation: namesNothing,
  counterparty: namesNothing,
  product: namesNothing,
  contract: (record, named) => {
    named('counterparty', record.counterpartyKey)
    named('organisation', record.organisationKey)
  },
  invoice: (record, named) => {
    named('organisation', record.organisationKey)
    named('counterparty', record.counterpartyKey)
    named('contract', record.contractKey)
    for (const line of record.lines) named('product', line.productKey)
  },
  'bank-receipt': tellReceipt,
  'cash-receipt': tellReceipt,
}

function namesNothing(): void {
  // Firms, counterparties and products stand for themselves.
}

function tellReceipt(record: Records['bank-receipt'], named: Named): void {
  named('organisation', record.organisationKey)
  named('counterparty', record.counterpartyKey)
  for (const row of record.rows) named('invoice', row.invoiceKey)
}
