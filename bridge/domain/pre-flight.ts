/** What the base would say to an invoice of this deal, found out before anything is written. */
import type { LegalForm } from './client.ts'
import type { Facts } from './problem.ts'
import type { BaseHealth } from './sync.ts'
import { taxIdentityFault } from './tax-number.ts'

export interface PreFlightCheck {
  code:
    | 'rights'
    | 'counterparty'
    | 'tax-number'
    | 'reason-code'
    | 'organisation'
    | 'contract'
    | 'lines'
    | 'product'
    | 'base'
    | 'double'
    | 'invoiced'
  status: 'good' | 'bad' | 'warning' | 'waiting'
  /** What a click mends; '' = nothing to click. */
  fix:
    | ''
    | 'choose-counterparty'
    | 'choose-organisation'
    | 'choose-product'
    | 'draw-up-contract'
    | 'add-lines'
    | 'see-invoice'
  /** `fault` tells apart the reasons of one check; words stand under `pre-flight.<code>.<fault>`, or `.<status>`. */
  facts: Facts
}

/** Everything the checks look at. */
export interface PreFlightWorld {
  mayIssue: boolean
  counterparty: {
    id: string
    name: string
    legalForm: LegalForm
    taxNumber: string
    reasonCode: string
    marked: boolean
    inBase: boolean
  } | null
  organisation: { id: string; name: string; marked: boolean } | null
  contract: {
    name: string
    sort: 'with-buyer' | 'other'
    marked: boolean
    counterpartyId: string
    organisationId: string
  } | null
  lines: { position: number; text: string; product: { name: string; inBase: boolean; marked: boolean } | null }[]
  base: { name: string; health: BaseHealth } | null
  /** An invoice of this deal that is still on its way. */
  onItsWay: string | null
  /** The latest invoice of this deal that the base already holds: another one would be a second document. */
  invoiced: { id: string; number: string; totalMinor: number } | null
}

export function preFlightChecks(world: PreFlightWorld): PreFlightCheck[] {
  return [
    ...rights(world),
    ...counterparty(world),
    ...organisation(world),
    ...contract(world),
    ...lines(world),
    ...base(world),
    ...double(world),
    ...invoiced(world),
  ]
}

/** Nothing stands in the way; what waits or warns does not. */
export function isReady(checks: PreFlightCheck[]): boolean {
  return checks.every(({ status }) => status !== 'bad')
}

function rights({ mayIssue }: PreFlightWorld): PreFlightCheck[] {
  return mayIssue ? [] : [bad('rights', '', {})]
}

function counterparty({ counterparty: payer }: PreFlightWorld): PreFlightCheck[] {
  if (payer === null) return [bad('counterparty', 'choose-counterparty', { fault: 'missing' })]
  const { name, taxNumber, reasonCode } = payer
  if (payer.marked) return [bad('counterparty', 'choose-counterparty', { fault: 'marked', name })]
  return [good('counterparty', { name }), ...identity(payer, { name, taxNumber, reasonCode })]
}

/** What the base already holds is the accountant's business: it is pointed out, and does not stop anybody. */
function identity(payer: NonNullable<PreFlightWorld['counterparty']>, facts: Facts): PreFlightCheck[] {
  const fault = taxIdentityFault(payer.legalForm, payer.taxNumber, payer.reasonCode)
  if (fault === null) return [good('tax-number', facts)]
  const code = fault.startsWith('tax-number') ? 'tax-number' : 'reason-code'
  const status = payer.inBase || fault === 'reason-code.empty' ? 'warning' : 'bad'
  return [{ code, status, fix: 'choose-counterparty', facts: { ...facts, fault: fault.slice(code.length + 1) } }]
}

function organisation({ organisation: ours }: PreFlightWorld): PreFlightCheck[] {
  if (ours === null) return [bad('organisation', 'choose-organisation', { fault: 'missing' })]
  if (ours.marked) return [bad('organisation', 'choose-organisation', { fault: 'marked', name: ours.name })]
  return [good('organisation', { name: ours.name })]
}

function contract(world: PreFlightWorld): PreFlightCheck[] {
  const { contract: chosen } = world
  if (chosen === null) return [bad('contract', 'draw-up-contract', { fault: 'missing' })]
  const fault = contractFault(world, chosen)
  if (fault === null) return [good('contract', { name: chosen.name })]
  return [bad('contract', 'draw-up-contract', { fault, name: chosen.name })]
}

function contractFault(world: PreFlightWorld, chosen: NonNullable<PreFlightWorld['contract']>): string | null {
  if (chosen.marked) return 'marked'
  if (chosen.sort !== 'with-buyer') return 'other-sort'
  if (chosen.counterpartyId !== world.counterparty?.id) return 'other-counterparty'
  return chosen.organisationId === world.organisation?.id ? null : 'other-organisation'
}

function lines({ lines: all }: PreFlightWorld): PreFlightCheck[] {
  if (all.length === 0) return [bad('lines', 'add-lines', {})]
  const faults = all.flatMap(({ position, text, product }) => {
    const fault = productFault(product)
    return fault === null ? [] : [bad('product', 'choose-product', { fault, line: position, text })]
  })
  return [good('lines', { count: all.length }), ...(faults.length > 0 ? faults : [good('product', {})])]
}

function productFault(product: PreFlightWorld['lines'][number]['product']): string | null {
  if (product === null) return 'missing'
  if (product.marked) return 'marked'
  return product.inBase ? null : 'not-in-base'
}

/** A base that is away now gets the invoice later: that is what the queue is for. */
function base({ base: target }: PreFlightWorld): PreFlightCheck[] {
  if (target === null) return [bad('base', '', { fault: 'missing' })]
  const { name, health } = target
  if (health.state === 'working') return [good('base', { base: name })]
  return [
    { code: 'base', status: 'waiting', fix: '', facts: { base: name, reason: health.reason, since: health.since } },
  ]
}

function double({ onItsWay }: PreFlightWorld): PreFlightCheck[] {
  return onItsWay === null ? [] : [bad('double', 'see-invoice', { invoice: onItsWay })]
}

/** A deal may have many invoices, but nobody should issue the second one by pressing twice. */
function invoiced({ invoiced: former }: PreFlightWorld): PreFlightCheck[] {
  if (former === null) return []
  const { id: invoice, number, totalMinor: total } = former
  return [{ code: 'invoiced', status: 'warning', fix: 'see-invoice', facts: { invoice, number, total } }]
}

function good(code: PreFlightCheck['code'], facts: Facts): PreFlightCheck {
  return { code, status: 'good', fix: '', facts }
}

function bad(code: PreFlightCheck['code'], fix: PreFlightCheck['fix'], facts: Facts): PreFlightCheck {
  return { code, status: 'bad', fix, facts }
}
