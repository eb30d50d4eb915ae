/** Turns one rule of a mapping into a quick writer of the base's fields. What must not leave stops with a Problem. */
import type { Fields } from '../../../connectors/connector.ts'
import { Problem, type Facts } from '../../domain/problem.ts'
import { numbered, withContact } from './contact.ts'
import { CONVERSIONS } from './conversions.ts'
import type { ContactRule, Empty, ListRule, MarkerRule, RowsRule, Rule, TheirsRule } from './mapping.ts'
import { BLANK_KIND, BLANK_LINK, companionKind, dateText, moneyNumber, quantityNumber } from './spelling.ts'

export interface Writing {
  lookups: Readonly<Record<string, string>>
  /** Id of the request, for rules `marker`. */
  marker: string
  /** What the base holds now, when it is a change: rows that are not ours are kept. */
  existing: Fields
  /** Path of the row in our record, e.g. `lines.0.`; '' in the header. */
  path: string
}

type Ours = Record<string, unknown>
export type Writer = (record: Ours, fields: Fields, writing: Writing) => void
type OursRule = Exclude<TheirsRule, { as: 'fixed' | 'lookup' }>
type Spell = (value: unknown, writing: Writing) => unknown

/** Writers of the rules that send something out. `empty` = the word of the file for blanks. */
export function writersOf(rules: Rule[], empty: Empty): Writer[] {
  return rules.flatMap((rule) => (rule.as === 'nothing' || rule.direction === 'in' ? [] : [writerOf(rule, empty)]))
}

function writerOf(rule: TheirsRule, empty: Empty): Writer {
  if (rule.as === 'fixed') return (_record, fields) => void (fields[rule.theirs] = rule.value)
  if (rule.as === 'lookup')
    return (_record, fields, writing) => void (fields[rule.theirs] = found(rule, rule.lookup, writing))
  if (rule.as === 'contact') return contactWriter(rule, rule.empty ?? empty)
  if (rule.as === 'link' && rule.composite !== undefined) return compositeWriter(rule, rule.empty ?? empty)
  return plainWriter(rule, spelling(rule, empty), rule.empty ?? empty)
}

/** Absent from our record = not sent; blank = as `empty` says. */
function plainWriter(rule: OursRule, spell: Spell, empty: Empty): Writer {
  // A marker speaks even when the text after it is blank.
  const speaks = rule.as === 'marker'
  return (record, fields, writing) => {
    const value = record[rule.ours]
    if (value === undefined) return
    if (value === '' && !speaks && isWithheld(rule, empty, writing)) return
    fields[rule.theirs] = spell(value, writing)
  }
}

function compositeWriter(rule: OursRule & { as: 'link' }, empty: Empty): Writer {
  const companion = `${rule.theirs}_Type`
  const kind = companionKind(rule.composite ?? '')
  return (record, fields, writing) => {
    const value = record[rule.ours]
    if (value === undefined || (value === '' && isWithheld(rule, empty, writing))) return
    fields[rule.theirs] = value
    fields[companion] = value === '' ? BLANK_KIND : kind
  }
}

function contactWriter(rule: ContactRule, empty: Empty): Writer {
  return (record, fields, writing) => {
    const value = record[rule.ours]
    if (typeof value !== 'string' || (value === '' && isWithheld(rule, empty, writing))) return
    const text = short(rule, value, writing)
    const rows = (fields[rule.theirs] ?? writing.existing[rule.theirs] ?? []) as Fields[]
    fields[rule.theirs] = withContact(rows, rule, { kind: found(rule, rule.kind.lookup, writing), value: text })
  }
}

function spelling(rule: OursRule, empty: Empty): Spell {
  switch (rule.as) {
    case 'text':
      return (value, writing) => short(rule, String(value), writing)
    case 'money':
      return (value) => moneyNumber(Number(value))
    case 'quantity':
      return (value) => quantityNumber(Number(value))
    case 'date':
      return (value) => dateText(String(value), rule.at)
    case 'link':
      return (value) => (value === '' ? BLANK_LINK : value)
    case 'list':
      return listSpelling(rule)
    case 'rows':
      return rowsSpelling(rule, empty)
    case 'marker':
      return (value, writing) => marked(rule, String(value), writing)
    case 'conversion':
      return (value, writing) => CONVERSIONS[rule.by]?.write(value, rule) ?? refuse({ rule, writing }, 'unknown-value')
    default:
      return (value) => value
  }
}

function listSpelling(rule: ListRule): Spell {
  const known = new Map<unknown, unknown>()
  for (const { ours, theirs, direction } of rule.values) {
    if (direction !== 'in' && !known.has(ours)) known.set(ours, theirs)
  }
  return (value, writing) => {
    const theirs = known.get(value)
    if (theirs !== undefined) return theirs
    return rule.other === 'keep' ? value : refuse({ rule, writing }, 'unknown-value', { value: String(value) })
  }
}

function rowsSpelling(rule: RowsRule, empty: Empty): Spell {
  const writers = writersOf(rule.rules, empty)
  return (rows, writing) => {
    const written = (rows as Ours[]).map((row, index) => {
      const fields: Fields = {}
      const inRow = { ...writing, path: `${rule.ours}.${index}.` }
      for (const write of writers) write(row, fields, inRow)
      return fields
    })
    return numbered(written)
  }
}

/** `zveno:<request>` first, so that a search by its beginning finds the document; then the text for people. */
function marked(rule: MarkerRule, text: string, writing: Writing): string {
  if (writing.marker === '') return short(rule, text, writing)
  const mark = `${rule.prefix}${writing.marker}`
  // A comment that already carries the mark (a change of what we sent) keeps a single one.
  const whole = text.startsWith(mark) ? text : `${mark} ${text}`.trimEnd()
  return short(rule, whole, writing)
}

function short(rule: OursRule & { longest?: number }, text: string, writing: Writing): string {
  const { longest } = rule
  if (longest === undefined || text.length <= longest) return text
  return refuse({ rule, writing }, 'too-long', { longest, length: text.length })
}

function found(rule: TheirsRule, name: string, writing: Writing): string {
  return writing.lookups[name] ?? refuse({ rule, writing }, 'no-lookup', { lookup: name })
}

function isWithheld(rule: OursRule, empty: Empty, writing: Writing): boolean {
  return empty === 'refuse' ? refuse({ rule, writing }, 'blank') : empty === 'keep'
}

function refuse({ rule, writing }: { rule: TheirsRule; writing: Writing }, code: string, facts: Facts = {}): never {
  const field = 'ours' in rule ? `${writing.path}${rule.ours}` : undefined
  throw new Problem(`mapping.${code}`, { rule: rule.id, theirs: rule.theirs, ...facts }, field)
}
