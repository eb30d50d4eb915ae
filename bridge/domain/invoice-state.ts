/** Which state an invoice shows: the base's facts first, then where our request to the base stands. */
import type { InvoiceState } from './invoice.ts'
import type { IntentState } from './sync.ts'

export interface InvoiceFacts {
  posted: boolean
  marked: boolean
  gone: boolean
  totalMinor: number
  paidMinor: number
}

/**
 * @param facts what the base holds, null = nothing of it is proven to be there
 * @param intent state of our latest request, null = the invoice was not ours or its request is long done
 */
export function invoiceState(facts: InvoiceFacts | null, intent: IntentState | null): InvoiceState {
  if (facts === null) return requestState(intent)
  if (facts.gone) return 'gone'
  if (facts.marked) return 'marked'
  if (facts.posted) return paidState(facts)
  if (intent === 'refused') return 'refused'
  return intent === null || intent === 'done' || intent === 'cancelled' ? 'draft' : 'checking'
}

function requestState(intent: IntentState | null): InvoiceState {
  if (intent === 'refused') return 'refused'
  if (intent === null || intent === 'cancelled') return 'cancelled'
  return intent === 'queued' || intent === 'sending' ? 'queued' : 'checking'
}

function paidState({ totalMinor, paidMinor }: InvoiceFacts): InvoiceState {
  if (paidMinor <= 0) return 'issued'
  return paidMinor >= totalMinor ? 'paid' : 'part-paid'
}

/** States in which a request is on its way and a second one would be a double. */
export const ON_ITS_WAY: InvoiceState[] = ['queued', 'checking']

/** States in which the document counts as live in the base. */
export const LIVE_IN_BASE: InvoiceState[] = ['issued', 'part-paid', 'paid']
