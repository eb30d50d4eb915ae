/** Keys of the demo's records by their short names; tests and the guides point at `demoKeys.invoices.i119`. */
import { commonKeys } from './common.ts'
import { DEMO_INVOICES } from './demo-invoices.ts'
import { DEMO_CONTRACTS, DEMO_COUNTERPARTIES, DEMO_ORGANISATIONS, DEMO_PERSONS } from './demo-people.ts'
import { DEMO_PRODUCTS } from './demo-products.ts'
import { DEMO_RECEIPTS } from './demo-receipts.ts'
import { guidOf } from './ids.ts'

export const demoKeys = {
  ...commonKeys,
  /** Folder of counterparties. */
  buyers: guidOf('counterparty/folder'),
  organisations: keysOf('organisation', DEMO_ORGANISATIONS),
  /** Bank accounts of organisations and counterparties; those without one have a key that no record carries. */
  accounts: keysOf('account', { ...DEMO_ORGANISATIONS, ...DEMO_COUNTERPARTIES }),
  counterparties: keysOf('counterparty', DEMO_COUNTERPARTIES),
  persons: keysOf('person', DEMO_PERSONS),
  contracts: keysOf('contract', DEMO_CONTRACTS),
  products: keysOf('product', DEMO_PRODUCTS),
  invoices: keysOf('invoice', DEMO_INVOICES),
  receipts: keysOf('receipt', DEMO_RECEIPTS),
} as const

function keysOf<Name extends string>(kind: string, named: Record<Name, unknown>): Record<Name, string> {
  const names = Object.keys(named) as Name[]
  return Object.fromEntries(names.map((name) => [name, guidOf(`${kind}/${name}`)])) as Record<Name, string>
}
