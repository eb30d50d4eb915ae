/** Shapes of what reports answer; the HTTP contract passes them on to the screens as they are. */
import type { Client, Contact, Contract, Counterparty, Organisation, Product, Source } from '../domain/client.ts'
import type { Cycle, Deal, DealEvent, DealLine, Stage } from '../domain/deal.ts'
import type { Invoice, InvoiceChange, InvoiceState } from '../domain/invoice.ts'
import type { User } from '../domain/people.ts'
import type { BaseHealth, Run, Trouble as StoredTrouble } from '../domain/sync.ts'
import type { Payment } from '../domain/payment.ts'
import type { PreFlightCheck } from '../domain/pre-flight.ts'
import type { QueueItem } from './queue-answers.ts'

export type {
  Client,
  Contact,
  Contract,
  Counterparty,
  Cycle,
  Deal,
  DealEvent,
  DealLine,
  Invoice,
  InvoiceChange,
  InvoiceState,
  Organisation,
  Payment,
  PreFlightCheck,
  Product,
  Run,
  Source,
  Stage,
  User,
}

export interface ClientRow {
  id: string
  name: string
  industry: string
  region: string
  managerName: string
  taxNumbers: string[]
  openDeals: number
  debtMinor: number
  source: Source
}

export interface ClientList {
  items: ClientRow[]
  /** Give it back as `after`; null = that was all. */
  next: string | null
}

/** Money of a client or deal as the accounting base knows it; every figure has its source and age. */
export interface MoneyLine {
  invoicedMinor: number
  paidMinor: number
  remainderMinor: number
  advanceMinor: number
  source: Source
}

export interface InvoiceRow {
  id: string
  number: string
  date: string
  state: InvoiceState
  counterpartyName: string
  dealId: string | null
  dealTitle: string
  totalMinor: number
  paidMinor: number
  remainderMinor: number
  /** The base changed it and nobody has accepted the change yet. */
  changedInBase: boolean
  source: Source
}

export interface InvoiceList {
  items: InvoiceRow[]
  next: string | null
}

export interface ClientCard {
  client: Client
  contacts: Contact[]
  /** `aliases` = other records of accounting that are the same legal entity; their money is counted with it. */
  counterparties: (Counterparty & { money: MoneyLine; aliases: { id: string; name: string }[] })[]
  deals: DealCardLine[]
  invoices: InvoiceRow[]
  /** Latest payments, newest first. */
  payments: Payment[]
  money: MoneyLine
  may: string[]
}

export interface DealCardLine {
  id: string
  title: string
  clientId: string
  clientName: string
  managerName: string
  stageId: string
  stageName: string
  totalMinor: number
  stageSince: string
  /** Over the norm of its stage by so many days, 0 = not. */
  stalledDays: number
  /** Paid share of what was invoiced, per cent 0-100, null = nothing invoiced. */
  paidPercent: number | null
  /** Of that share: the invoice that was read least recently. */
  paidSource: Source
}

export interface Board {
  cycle: Cycle
  columns: { stage: Stage; count: number; sumMinor: number; cards: DealCardLine[] }[]
}

export interface DealCard {
  deal: Deal
  cycle: Cycle
  lines: DealLine[]
  events: DealEvent[]
  invoices: InvoiceRow[]
  counterparties: Counterparty[]
  contracts: Contract[]
  organisations: (Organisation & { source: Source })[]
  /** offer -> invoiced -> paid -> remainder. */
  money: MoneyLine & { offerMinor: number }
  may: string[]
}

/** What the base would say, looked up before anything is written. */
export interface PreFlight {
  ready: boolean
  checks: PreFlightCheck[]
  /** "This is how the base will count it": sums by the base's rules for today's date. */
  reckoning: { totalMinor: number; vatMinor: number; vatRate: string; lines: { sumMinor: number; vatMinor: number }[] }
  /** Date whose rates were used. */
  date: string
  source: Source
  /** Advance of this counterparty that the next invoice could use. */
  advanceMinor: number
}

/** An intent as people see it. */
export interface InvoicePage {
  invoice: Invoice
  deal: { id: string; title: string } | null
  client: { id: string; name: string } | null
  /** Present while the request is not proven done. */
  queue: QueueItem | null
  payments: InvoicePayment[]
  /** What the base changed since our last accepted version; empty = nothing to show. */
  changes: InvoiceChange[]
  changedAt: string | null
  versions: { version: number; at: string; author: string; totalMinor: number; number: string }[]
  may: string[]
}

/** A payment on an invoice with the reason why its money lies here. */
export interface InvoicePayment {
  payment: Payment
  amountMinor: number
  /** Words key under `allocation.`; facts name the receipt, its row, the purpose. */
  reason: string
  facts: Record<string, string | number | boolean | null>
}

export interface Trouble extends StoredTrouble {
  baseName: string
  /** Where a click leads, e.g. `/invoices/…`; '' = nowhere. */
  place: string
  /** Records of the base among which a person must choose; empty for all other troubles. */
  candidates: Candidate[]
  /** Of an invoice that the base holds otherwise: `before` = as it was asked for, `after` = as the base holds it. */
  differences: InvoiceChange[]
  /** Those of its answers that may be given to several of one sort at once. */
  together: string[]
}

/** A record of the base that may be the counterparty meant, with the documents that name it. */
export interface Candidate {
  id: string
  name: string
  taxNumber: string
  reasonCode: string
  phone: string
  address: string
  asOf: string | null
  invoices: number
  payments: number
  contracts: number
}

export interface BaseLine {
  id: string
  name: string
  health: BaseHealth
  /** Intents waiting for this base. */
  queued: number
  openTroubles: number
}

export interface CheckLine {
  code: string
  status: 'good' | 'warning' | 'bad' | 'unknown'
  facts: Record<string, unknown>
}

export interface BasePage extends BaseLine {
  connector: string
  configuration: string
  mapping: string
  timeZone: string
  /** Dialect profile as probed: setting -> answer. */
  profile: Record<string, unknown>
  profiledAt: string | null
  checks: CheckLine[]
  /** Per mapping file: how many of its rules the base can serve, and what is wrong. */
  mappings: { noun: string; version: string; coveredRules: number; rules: number; findings: MappingFinding[] }[]
  runs: Run[]
  may: string[]
}

export interface MappingFinding {
  severity: 'error' | 'warning'
  rule: string
  code: string
  facts: Record<string, unknown>
}
