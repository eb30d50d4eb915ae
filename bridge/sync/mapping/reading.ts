/** What reading a record by rules is made of: readers, where they stand, and the issues they note. */
import type { Fields } from '../../../connectors/connector.ts'
import type { Facts } from '../../domain/problem.ts'
import type { TheirsRule } from './mapping.ts'

/** Why a record of the base could not be understood. */
export interface Issue {
  rule: string
  /** Field in the base's words, e.g. `Товары[2].Сумма`. */
  field: string
  /** `mapping.not-money` `mapping.not-date` `mapping.unknown-value` `mapping.blank` `mapping.field-absent` ... */
  code: string
  facts: Facts
}

/** Where reading stands. */
export interface Reading {
  issues: Issue[]
  /** Name of the tabular section, '' in the header. */
  section: string
  row: number
  lookups: Readonly<Record<string, string>>
}

export type Reader = (fields: Fields, reading: Reading) => unknown

/** Longest piece of a wrong value that is repeated in an issue. */
const QUOTE_SIGNS = 60

/** The value is not what the rule expects. A record with issues is not handed on. */
export function complain(reading: Reading, rule: TheirsRule, value: unknown): undefined {
  const code = value === undefined ? 'mapping.field-absent' : `mapping.not-${rule.as}`
  raiseIssue(reading, rule, { code, value })
}

/** Notes what is wrong with a value that could be read, and answers nothing. */
export function raiseIssue(
  reading: Reading,
  rule: TheirsRule,
  { code, value }: { code: string; value: unknown },
): undefined {
  const field = reading.section === '' ? rule.theirs : `${reading.section}[${reading.row}].${rule.theirs}`
  const facts: Facts = { field, expected: rule.as, got: quoted(value) }
  reading.issues.push({ rule: rule.id, field, code, facts })
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.slice(0, QUOTE_SIGNS)
}
