/** Checks a mapping against what a base publishes, before the first record travels: unknown fields are lost without a word there. */
import type { Catalogue, CatalogueField } from '../../../connectors/connector.ts'
import type { Facts } from '../../domain/problem.ts'
import type { Noun } from '../../domain/sync.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Mapping, MappingOf, Rule, TheirsRule } from './mapping.ts'

export interface Finding {
  /** `error` = the exchange of this kind would lose or misread data; `warning` = it works, a person should know. */
  severity: 'error' | 'warning'
  file: string
  /** '' = the file as a whole. */
  rule: string
  /** `kind-absent` `field-absent` `optional-absent` `wrong-type` `lookup-kind-absent` `lookup-field-absent` `obligatory-unused`. */
  code: string
  facts: Facts
}

export interface MappingCheck {
  findings: Finding[]
  /** Fields of the rules that the base publishes, whole per cent. */
  coverage: number
}

/** Types that a word of `as` can read and write. */
const FITS: Partial<Record<Rule['as'], CatalogueField['type'][]>> = {
  text: ['text', 'integer'],
  marker: ['text'],
  number: ['integer', 'number'],
  money: ['number', 'integer'],
  quantity: ['number', 'integer'],
  'yes-no': ['yes-no'],
  date: ['date'],
  rows: ['rows'],
  contact: ['rows'],
}

/** Without them a base stores a record that nobody can use (documented); nothing in the description says so. */
const OBLIGATORY: Partial<Record<Noun, string[]>> = {
  counterparty: ['name', 'taxNumber'],
  contract: ['counterpartyKey', 'organisationKey', 'sort'],
  invoice: ['date', 'organisationKey', 'counterpartyKey', 'lines'],
}

interface Part {
  mapping: Mapping
  fields: CatalogueField[]
  /** Name of the section with a dot, '' in the header. */
  section: string
}

export function checkMapping(mapping: Mapping, catalogue: Catalogue): MappingCheck {
  const kind = catalogue.kinds.get(mapping.kind)
  if (kind === undefined) {
    const facts = { kind: mapping.kind, meant: didYouMean(mapping.kind, catalogue.kinds.keys()) }
    return { findings: [finding(mapping, { code: 'kind-absent', facts })], coverage: 0 }
  }
  const part = { mapping, fields: kind.fields, section: '' }
  const rules = withTheirs(mapping.rules)
  const named = rules.flatMap((rule) => namedFields(rule, part))
  const published = named.filter(({ field }) => field !== undefined).length
  const findings = [
    ...rules.flatMap((rule) => ruleFindings(rule, part)),
    ...lookupFindings(mapping, catalogue),
    ...unusedFindings(mapping),
  ]
  return { findings, coverage: named.length === 0 ? 100 : Math.floor((published * 100) / named.length) }
}

function withTheirs(rules: Rule[]): TheirsRule[] {
  return rules.filter((rule) => rule.as !== 'nothing')
}

interface NamedField {
  name: string
  field: CatalogueField | undefined
}

/** Every field of the base that a rule names, those of its rows too. */
function namedFields(rule: TheirsRule, part: Part): NamedField[] {
  const own = [...ownNames(rule)].map((name) => ({ name, field: fieldOf(part, name) }))
  const rows = fieldOf(part, rule.theirs)?.rows ?? []
  if (rule.as === 'rows')
    return [...own, ...withTheirs(rule.rules).flatMap((inner) => namedFields(inner, inRows(part, rule, rows)))]
  if (rule.as !== 'contact') return own
  const columns = [rule.type.column, rule.kind.column, rule.shown, ...Object.keys(rule.also ?? {})]
  return [...own, ...columns.map((name) => ({ name, field: fieldOf(inRows(part, rule, rows), name) }))]
}

function ownNames(rule: TheirsRule): string[] {
  if (rule.as === 'link' && rule.composite !== undefined) return [rule.theirs, `${rule.theirs}_Type`]
  return rule.as === 'conversion' ? [rule.theirs, ...(rule.with ?? [])] : [rule.theirs]
}

function ruleFindings(rule: TheirsRule, part: Part): Finding[] {
  const field = fieldOf(part, rule.theirs)
  const composite = rule.as === 'link' && rule.composite !== undefined
  if (field === undefined) return [absent(rule, part, rule.theirs)]
  if (composite && !isComposite(field, part)) return [absent(rule, part, companion(rule))]
  const fits = rule.as === 'link' ? linkTypes(composite) : FITS[rule.as]
  if (fits && !fits.includes(field.type)) {
    const facts = { field: part.section + rule.theirs, as: rule.as, type: field.type }
    return [finding(part.mapping, { rule: rule.id, code: 'wrong-type', facts })]
  }
  if (rule.as === 'rows')
    return withTheirs(rule.rules).flatMap((inner) => ruleFindings(inner, inRows(part, rule, field.rows ?? [])))
  const missing = namedFields(rule, part).filter((named) => named.field === undefined && named.name !== companion(rule))
  const inside = rule.as === 'contact' ? inRows(part, rule, field.rows ?? []) : part
  return missing.map(({ name }) => absent(rule, inside, name))
}

function isComposite(field: CatalogueField, part: Part): boolean {
  return field.composite === true || fieldOf(part, `${field.name}_Type`) !== undefined
}

/** A catalogue may fold the companion `_Type` into its field or list it; both are fine. */
function companion(rule: TheirsRule): string {
  return `${rule.theirs}_Type`
}

function linkTypes(composite: boolean): CatalogueField['type'][] {
  return composite ? ['text', 'guid'] : ['guid']
}

function absent(rule: TheirsRule, part: Part, name: string): Finding {
  const meant = didYouMean(
    name,
    part.fields.map((field) => field.name),
  )
  const code = rule.optional === true ? 'optional-absent' : 'field-absent'
  const facts = { kind: part.mapping.kind, field: part.section + name, meant }
  return finding(part.mapping, { rule: rule.id, code, facts })
}

function lookupFindings(mapping: Mapping, catalogue: Catalogue): Finding[] {
  return Object.entries(mapping.lookups).flatMap(([lookup, { in: name, where }]) => {
    const kind = catalogue.kinds.get(name)
    if (kind === undefined) {
      const meant = didYouMean(name, catalogue.kinds.keys())
      return [finding(mapping, { code: 'lookup-kind-absent', facts: { lookup, kind: name, meant } })]
    }
    const known = kind.fields.map((field) => field.name)
    const missing = Object.keys(where).filter((field) => !known.includes(field))
    return missing.map((field) => {
      const facts = { lookup, kind: name, field, meant: didYouMean(field, known) }
      return finding(mapping, { code: 'lookup-field-absent', facts })
    })
  })
}

function unusedFindings(mapping: Mapping): Finding[] {
  if (mapping.direction === 'in') return []
  const sent = mapping.rules.flatMap((rule) => ('ours' in rule && rule.direction !== 'in' ? [rule.ours] : []))
  const missing = (OBLIGATORY[mapping.noun] ?? []).filter((ours) => !sent.includes(ours))
  return missing.map((ours) => finding(mapping, { code: 'obligatory-unused', facts: { field: ours } }))
}

function inRows(part: Part, rule: TheirsRule, fields: CatalogueField[]): Part {
  return { mapping: part.mapping, fields, section: `${part.section}${rule.theirs}.` }
}

function fieldOf(part: Part, name: string): CatalogueField | undefined {
  return part.fields.find((field) => field.name === name)
}

function finding(mapping: MappingOf<Noun>, found: { rule?: string; code: string; facts: Facts }): Finding {
  const severity = found.code === 'optional-absent' ? 'warning' : 'error'
  return { severity, file: mapping.file, rule: '', ...found }
}
