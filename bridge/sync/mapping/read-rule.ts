/** Turns one rule of a mapping into a quick reader of the base's fields. What does not fit becomes an issue, never an exception. */
import type { Fields } from '../../../connectors/connector.ts'
import { contactReader } from './contact.ts'
import { CONVERSIONS } from './conversions.ts'
import type { ConversionRule, LinkRule, ListRule, RowsRule, Rule, TheirsRule } from './mapping.ts'
import { complain, raiseIssue, type Reader, type Reading } from './reading.ts'
import { BLANK_KIND, companionKind, READ } from './spelling.ts'

export interface OursReader {
  ours: string
  read: Reader
}

/** No document has a tenth of it. */
const MOST_ROWS = 100_000

/** Readers of the rules that bring something in. */
export function readersOf(rules: Rule[]): OursReader[] {
  return rules.flatMap((rule) => {
    if (rule.as === 'fixed' || rule.as === 'lookup' || rule.direction === 'out') return []
    return [{ ours: rule.ours, read: readerOf(rule) }]
  })
}

/** One record or row, field by field. */
export function readAll(readers: OursReader[], fields: Fields, reading: Reading): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const { ours, read } of readers) record[ours] = read(fields, reading)
  return record
}

function readerOf(rule: Exclude<Rule, { as: 'fixed' | 'lookup' }>): Reader {
  switch (rule.as) {
    case 'nothing':
      return () => ''
    case 'list':
      return listReader(rule)
    case 'rows':
      return rowsReader(rule)
    case 'link':
      return rule.composite === undefined ? plainReader(rule, READ.link) : compositeReader(rule, rule.composite)
    case 'contact':
      return contactReader(rule)
    case 'conversion':
      return conversionReader(rule)
    case 'marker':
      return plainReader(rule, READ.text)
    default:
      return plainReader(rule, READ[rule.as])
  }
}

function plainReader(rule: TheirsRule, parse: (value: unknown) => unknown): Reader {
  const { theirs, optional = false, empty } = rule
  return (fields, reading) => {
    const value = fields[theirs]
    const parsed = parse(value === undefined && optional ? null : value)
    if (parsed === undefined) return complain(reading, rule, value)
    if (parsed === '' && empty === 'refuse') return raiseIssue(reading, rule, { code: 'mapping.blank', value })
    return parsed
  }
}

function listReader(rule: ListRule): Reader {
  const known = new Map<unknown, unknown>()
  for (const { ours, theirs, direction } of rule.values) {
    if (direction !== 'out' && !known.has(theirs)) known.set(theirs, ours)
  }
  return (fields, reading) => {
    const value = fields[rule.theirs]
    const ours = known.get(value)
    if (ours !== undefined) return ours
    if (value === undefined && rule.optional !== true) return complain(reading, rule, value)
    if (rule.otherIs !== undefined) return rule.otherIs
    return rule.other === 'keep' ? value : raiseIssue(reading, rule, { code: 'mapping.unknown-value', value })
  }
}

function compositeReader(rule: LinkRule, kind: string): Reader {
  const read = plainReader(rule, READ.link)
  const companion = `${rule.theirs}_Type`
  const wanted = companionKind(kind)
  // Another kind is somebody who is not ours (an employee, a tax office); `Undefined` = the value says nothing.
  return (fields, reading) => {
    const stated = fields[companion]
    if (stated === wanted) return read(fields, reading)
    const absent = stated === undefined && rule.optional !== true
    if (absent) return complain(reading, { ...rule, theirs: companion }, stated)
    if (stated === BLANK_KIND && rule.empty === 'refuse')
      return raiseIssue(reading, rule, { code: 'mapping.blank', value: stated })
    return ''
  }
}

function conversionReader(rule: ConversionRule): Reader {
  const conversion = CONVERSIONS[rule.by]
  const further = rule.with ?? []
  return (fields, reading) => {
    const value = fields[rule.theirs]
    const values = [value, ...further.map((field) => fields[field])]
    const ours = value === undefined && rule.optional !== true ? undefined : conversion?.read(values, rule)
    return ours === undefined ? complain(reading, rule, value) : ours
  }
}

function rowsReader(rule: RowsRule): Reader {
  const readers = readersOf(rule.rules)
  return (fields, reading) => {
    const rows = fields[rule.theirs]
    if (!Array.isArray(rows) || rows.length > MOST_ROWS) return complain(reading, rule, rows)
    return rows.map((row: unknown, index) => {
      if (typeof row !== 'object' || row === null) return complain(reading, rule, row)
      const { issues, lookups } = reading
      return readAll(readers, row as Fields, { issues, lookups, section: rule.theirs, row: index + 1 })
    })
  }
}
