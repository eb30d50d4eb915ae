/**
 * Where personal data lives, column by column, and what becomes of it when a person is erased. Export and erasure both read this
 * table; a test holds it against the shape of the database, so that a new column has to be placed here.
 */
import type { CounterpartyRecord } from './received.ts'

/**
 * `own` = blank in the person's own record. `trail` = what was said or typed about that very record: blank, too. `quotes` = texts that may
 * name the person by the way: the words are struck out. `document` = accounting, kept because the law says so. `staff` = people who work
 * with Zveno. `firm` = our own firms and their things. `proof` = what shows that we acted lawfully. `nobody` = names no person.
 */
export type Fate = 'own' | 'trail' | 'quotes' | 'document' | 'staff' | 'firm' | 'proof' | 'nobody'

/** Records that are, or stand for, a natural person. */
export const PERSON_NOUNS = ['client', 'contact', 'counterparty'] as const
export type PersonNoun = (typeof PERSON_NOUNS)[number]

export const PERSON_TABLES: Record<PersonNoun, 'clients' | 'contacts' | 'counterparties'> = {
  client: 'clients',
  contact: 'contacts',
  counterparty: 'counterparties',
}

/** A column may stand in more than one list: the note of one client may quote another one. */
export const PLACES: Record<string, Partial<Record<Fate, readonly string[]>>> = {
  clients: {
    own: ['name', 'search_key', 'profile', 'website', 'address', 'phone', 'email', 'note'],
    quotes: ['profile', 'note'],
    nobody: ['industry', 'region'],
  },
  contacts: { own: ['name', 'search_key', 'position', 'phone', 'email'], quotes: ['position'] },
  counterparties: {
    own: ['name', 'search_key', 'full_name', 'legal_form', 'tax_number', 'reason_code', 'phone', 'email', 'address'],
  },
  changes: { trail: ['was'], quotes: ['was'], staff: ['who'] },
  edits: { trail: ['agreed', 'asked', 'ours', 'theirs', 'facts'], staff: ['settled_by'] },
  journal: { trail: ['body'] },
  observations: { trail: ['body'] },
  intents: { trail: ['payload', 'payload_hash', 'facts'], quotes: ['facts'] },
  links: { trail: ['hash'] },
  troubles: { trail: ['facts'], quotes: ['facts'], nobody: ['answers'], staff: ['answered_by'] },
  deals: { quotes: ['name', 'search_key', 'cause'] },
  deal_lines: { quotes: ['text'] },
  deal_events: { quotes: ['facts'], staff: ['who'] },
  invoice_versions: { quotes: ['body'], staff: ['author'] },
  idempotency: { quotes: ['answer'] },
  consents: { quotes: ['source'], proof: ['person_noun', 'person_uuid', 'on_date'], staff: ['who'] },
  contracts: { document: ['name', 'search_key', 'number'] },
  invoices: { document: ['number', 'former_numbers', 'comment'] },
  invoice_lines: { document: ['text'] },
  payments: { document: ['number', 'bank_number', 'payer_name', 'purpose'] },
  certificates: { document: ['body'], staff: ['asked_by', 'signed_by'] },
  differences: { document: ['body'], staff: ['asked_by'] },
  audit: { proof: ['facts', 'subject'], staff: ['who'] },
  erasure_acts: { proof: ['erased', 'kept', 'person_noun', 'person_uuid'], staff: ['who'] },
  users: { staff: ['login', 'name', 'department', 'password_hash'] },
  panel_tickets: { staff: ['who'] },
  runs: { nobody: ['counts'], staff: ['author'] },
  organisations: { firm: ['name', 'search_key', 'full_name', 'tax_number', 'reason_code'] },
  products: { firm: ['name', 'search_key', 'sku'] },
  cycles: { firm: ['name'] },
  stages: { firm: ['name'] },
  bases: { firm: ['name', 'url', 'login', 'secret', 'panel_key'], nobody: ['profile', 'health'] },
  installation: { firm: ['home'] },
  cursors: { nobody: ['value'] },
  mapping_versions: { nobody: ['file', 'kind', 'rules', 'lookups'] },
  found_lookups: { nobody: ['asked'] },
  callers: { nobody: ['owner'] },
  news: { nobody: ['owner'] },
}

/** Reasons in law for which personal data has to be destroyed, with the days that 152-FZ leaves for it. */
export const ERASURE_REASONS = {
  'consent-withdrawn': { days: 30, working: false }, // article 21, part 5
  'purpose-reached': { days: 30, working: false }, // article 21, part 4
  'unlawful-processing': { days: 10, working: true }, // article 21, part 3
  'not-needed': { days: 7, working: true }, // articles 14 and 20, part 3
} as const
export type ErasureReason = keyof typeof ERASURE_REASONS

/** Years after the year of a document for which accounting has to keep it: 402-FZ, article 29; Tax Code, article 23. */
export const YEARS_KEPT = 5

/** Last day on which a document of this day has to be kept. @param day `YYYY-MM-DD` */
export function keptUntil(day: string): string {
  return `${Number(day.slice(0, 4)) + YEARS_KEPT}-12-31`
}

/** What stands where the name stood: the number of the act leads to the reason. */
export function erasedName(act: number): string {
  return `Удалено · erased № ${act}`
}

/** What the journal keeps in the place of what a base had said about an erased person. */
export interface ErasedWords {
  'zveno:erased': number
  marked: boolean
}

export function erasedWords(act: number, marked: boolean): ErasedWords {
  return { 'zveno:erased': act, marked }
}

/** undefined = words of a base. */
export function erasedIn(said: Record<string, unknown>): ErasedWords | undefined {
  const act = said['zveno:erased']
  return typeof act === 'number' ? erasedWords(act, said['marked'] === true) : undefined
}

/** All that may be known of an erased counterparty, whatever a base says of it. */
export function erasedCounterparty({ 'zveno:erased': act, marked }: ErasedWords): CounterpartyRecord {
  const name = erasedName(act)
  const blank = { taxNumber: '', reasonCode: '', phone: '', email: '', address: '' }
  return { isGroup: false, marked, name, fullName: name, legalForm: 'person', ...blank }
}

/** Shorter texts, and single words, are found in too many places that mean somebody else. */
const FEWEST_SIGNS = 8
const FEWEST_DIGITS = 7

/** Whether a text says enough to be looked for in what others have written. */
export function isTelling(word: string): boolean {
  const text = word.trim()
  return text.length >= FEWEST_SIGNS && (/[\s@]/.test(text) || text.replaceAll(/\D/g, '').length >= FEWEST_DIGITS)
}
