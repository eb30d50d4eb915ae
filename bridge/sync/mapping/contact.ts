/** Contact information: one row of a section per phone, e-mail or address, recognised by its type and kind. */
import type { Fields } from '../../../connectors/connector.ts'
import type { ContactColumn, ContactRule } from './mapping.ts'
import { complain, type Reader } from './reading.ts'

/** Text of the row of our kind; without a lookup, or when there is no such row, of the first row of our type. */
export function contactReader(rule: ContactRule): Reader {
  return (fields, reading) => {
    const rows = fields[rule.theirs]
    if (rows === undefined && rule.optional === true) return ''
    if (!Array.isArray(rows)) return complain(reading, rule, rows)
    const row = pick(rows as Fields[], rule, reading.lookups[rule.kind.lookup])
    const shown = row?.[rule.shown] ?? ''
    return typeof shown === 'string' ? shown : complain(reading, rule, shown)
  }
}

/** A phone, an e-mail or an address: key of its kind in the base, and its text; '' = none. */
interface Contact {
  kind: string
  value: string
}

/** The rows with ours put in place: others stay as they are, a blank takes ours away, lines are numbered anew. */
export function withContact(rows: Fields[], rule: ContactRule, contact: Contact): Fields[] {
  const old = rows.find((row) => isOfKind(row, rule, contact.kind))
  const kept = rows.filter((row) => row !== old)
  if (contact.value === '') return numbered(kept)
  const ours = contactRow(rule, contact)
  return numbered(old === undefined ? [...rows, ours] : rows.map((row) => (row === old ? ours : row)))
}

function pick(rows: Fields[], rule: ContactRule, kind: string | undefined): Fields | undefined {
  const exact = kind === undefined ? undefined : rows.find((row) => isOfKind(row, rule, kind))
  return exact ?? rows.find((row) => row[rule.type.column] === rule.type.is)
}

function isOfKind(row: Fields, { type, kind }: ContactRule, key: string): boolean {
  const stated = row[kind.column]
  return row[type.column] === type.is && typeof stated === 'string' && stated.toLowerCase() === key
}

function contactRow(rule: ContactRule, contact: Contact): Fields {
  const { kind, value } = contact
  const row: Fields = { [rule.type.column]: rule.type.is, [rule.kind.column]: kind, [rule.shown]: value }
  for (const [column, take] of Object.entries(rule.also ?? {})) row[column] = TAKE[take](contact, rule)
  return row
}

const TAKE: Record<ContactColumn, (contact: Contact, rule: ContactRule) => string> = {
  kind: ({ kind }) => kind,
  text: ({ value }) => value,
  digits: ({ value }) => value.replace(/\D/g, ''),
  domain: ({ value }) => value.slice(value.lastIndexOf('@') + 1),
  json: ({ value }, rule) => JSON.stringify({ value, comment: '', type: rule.type.is }),
}

/** Rows without consecutive numbers from 1 are refused by the base (observed); those it holds bring the numbers they had. */
export function numbered(rows: Fields[]): Fields[] {
  return rows.map((row, index) => Object.assign({}, row, { LineNumber: String(index + 1) }))
}
