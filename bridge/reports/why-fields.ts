/** Which rule of a mapping brought each field, and what the base said there, word for word. */
import type { WhyField } from './why-answers.ts'

export type SaidField = Omit<WhyField, 'since'>

/** A rule as its file has it; of the many sorts only what is needed to find the value. */
export interface Rule {
  id: string
  as: string
  direction?: string
  ours?: string
  theirs?: string
  note?: string
  rules?: Rule[]
  by?: string
  words?: Record<string, string>
  values?: { ours: string | number | boolean; theirs: string | number | boolean; direction?: string }[]
  otherIs?: string | number | boolean
  type?: { column: string; is: string }
  shown?: string
  with?: string[]
}

type Fields = Record<string, unknown>

/** Lines of a document that are explained one by one. */
const MOST_ROWS = 50
/** Longest value that is repeated. */
const MOST_SIGNS = 1_000

export function whyFields(rules: Rule[], said: Fields): SaidField[] {
  return rules.flatMap((rule) => (rule.as === 'rows' ? ofSection(rule, said) : ofRule(rule, said, 0)))
}

function ofSection({ theirs = '', rules = [] }: Rule, said: Fields): SaidField[] {
  const rows = said[theirs]
  if (!Array.isArray(rows)) return []
  return rows.slice(0, MOST_ROWS).flatMap((row, at) => rules.flatMap((rule) => ofRule(rule, row as Fields, at + 1)))
}

/** Rules that only send, and fields for which the base has nothing, bring no value. */
function ofRule(rule: Rule, said: Fields, row: number): SaidField[] {
  const { id, ours, theirs, direction, note = '' } = rule
  if (ours === undefined || theirs === undefined || direction === 'out') return []
  return [{ field: ours, row, rule: id, note, theirs: namesOf(rule), raw: rawOf(rule, said) }]
}

function namesOf({ theirs = '', shown, with: further = [] }: Rule): string {
  return shown === undefined ? [theirs, ...further].join(', ') : `${theirs}.${shown}`
}

export function rawOf(rule: Rule, said: Fields): string | null {
  const { theirs = '', with: further = [] } = rule
  if (rule.as === 'contact') return contactOf(rule, said[theirs])
  const values = [theirs, ...further].map((name) => textOf(said[name]))
  return values.every((value) => value === null) ? null : values.map((value) => value ?? '—').join(' · ')
}

/** The first row of the type, as people see it. */
function contactOf({ type, shown = '' }: Rule, rows: unknown): string | null {
  if (!Array.isArray(rows) || !type) return null
  const row = (rows as Fields[]).find((one) => one[type.column] === type.is)
  return row ? textOf(row[shown]) : null
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_SIGNS)
}
