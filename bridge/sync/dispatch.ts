/** Hands arrivals of one noun to the action that receives them. */
import { receiveContracts } from '../actions/receive-contract.ts'
import { receiveCounterparties } from '../actions/receive-counterparty.ts'
import { receiveGone } from '../actions/receive-gone.ts'
import { receiveInvoices } from '../actions/receive-invoice.ts'
import { receivePayments } from '../actions/receive-payment.ts'
import { receiveOrganisations, receiveProducts } from '../actions/receive-reference.ts'
import type { Arrival, Receiving, Verdict } from '../actions/receiving.ts'
import type { Records } from '../domain/received.ts'
import type { Noun } from '../domain/sync.ts'
import type { Link } from '../store/links.ts'

type Receiver<N extends Noun> = (ctx: Receiving, arrivals: Arrival<Records[N]>[]) => Promise<Verdict[]>

const receivers: { [N in Noun]: Receiver<N> } = {
  organisation: receiveOrganisations,
  counterparty: receiveCounterparties,
  contract: receiveContracts,
  product: receiveProducts,
  invoice: receiveInvoices,
  'bank-receipt': (ctx, arrivals) => receivePayments(ctx, 'bank', arrivals),
  'cash-receipt': (ctx, arrivals) => receivePayments(ctx, 'cash', arrivals),
}

export interface Sorted {
  noun: Noun
  arrivals: Arrival<Records[Noun]>[]
  gone: Link[]
}

/** @returns one verdict for every arrival and every record that is gone */
export async function dispatch(ctx: Receiving, { noun, arrivals, gone }: Sorted): Promise<Verdict[]> {
  // The table above pairs each noun with its own record; the compiler cannot follow a variable noun.
  const take = receivers[noun] as Receiver<Noun>
  const verdicts = arrivals.length > 0 ? await take(ctx, arrivals) : []
  return gone.length > 0 ? [...verdicts, ...(await receiveGone(ctx, gone))] : verdicts
}
