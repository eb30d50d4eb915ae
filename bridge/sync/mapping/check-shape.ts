/** Checks rules against the fields of our record: names, kinds of value, nothing left unfed, no id twice. */
import type { Noun } from '../../domain/sync.ts'
import { didYouMean } from './did-you-mean.ts'
import { hint, say, type Saying } from './mapping-fault.ts'
import type { Rule } from './mapping.ts'
import { shapeOf, type Holds, type Shape } from './record-shapes.ts'

export interface ShapeFault extends Saying {
  /** Rule it concerns, '' = the file. */
  rule: string
  /** Property of the rule. */
  property: string
}

/** Which words of `as` fill a field; conversions and lists answer for themselves. */
const FILLS: Record<Exclude<Holds, Shape>, Rule['as'][]> = {
  text: ['text', 'marker', 'contact', 'conversion', 'list', 'nothing'],
  number: ['number'],
  minor: ['money'],
  milli: ['quantity'],
  date: ['date', 'nothing'],
  'yes-no': ['yes-no', 'list', 'conversion'],
  key: ['link', 'nothing'],
  word: ['list', 'conversion', 'text'],
}

interface Part {
  noun: Noun
  rules: Rule[]
  lookups: Record<string, unknown>
  deleted?: string
}

export function shapeFaults({ noun, rules, lookups, deleted }: Part): ShapeFault[] {
  return [
    ...markFaults(noun, deleted),
    ...idFaults(rules),
    ...partFaults(rules, shapeOf(noun)),
    ...lookupFaults(rules, lookups),
  ]
}

/** A document that is marked does not count any more (I11): nobody can be asked whether it does. */
function markFaults(noun: Noun, deleted: string | undefined): ShapeFault[] {
  if (deleted !== 'ask' || noun === 'counterparty') return []
  const says = `a person can be asked about the deletion mark of a counterparty alone; write "mark".`
  return [fault('', 'deleted', say('mark-alone', { noun }, says))]
}

/** Rules with the rules of their rows. */
function flatRules(rules: Rule[]): Rule[] {
  return rules.flatMap((rule) => (rule.as === 'rows' ? [rule, ...flatRules(rule.rules)] : [rule]))
}

function idFaults(rules: Rule[]): ShapeFault[] {
  const ids = flatRules(rules).map((rule) => rule.id)
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [...twice].map((id) => fault(id, 'id', say('twice', { id }, `the id "${id}" stands here twice.`)))
}

function partFaults(rules: Rule[], shape: Shape): ShapeFault[] {
  const feeding = rules.flatMap((rule) => ('ours' in rule && rule.direction !== 'out' ? [rule.ours] : []))
  return [
    ...rules.flatMap((rule) => ruleFaults(rule, shape)),
    ...Object.keys(shape).flatMap((field) => unfed(field, feeding)),
    ...rules
      .filter((rule) => 'ours' in rule && rule.direction !== 'out' && isLater(rule.ours, rule, rules))
      .map(fedTwice),
  ]
}

function ruleFaults(rule: Rule, shape: Shape): ShapeFault[] {
  if (!('ours' in rule)) return []
  const holds = shape[rule.ours]
  if (holds === undefined) return [unknownField(rule, rule.ours, Object.keys(shape))]
  if (typeof holds === 'object') return rule.as === 'rows' ? partFaults(rule.rules, holds) : [wrongAs(rule, 'rows')]
  const words = FILLS[holds]
  // On the way out a conversion may make anything of a field.
  const makesAnything = rule.as === 'conversion' && rule.direction === 'out'
  return words.includes(rule.as) || makesAnything ? [] : [wrongAs(rule, words.join(' or '))]
}

function unknownField(rule: Rule, name: string, known: string[]): ShapeFault {
  const meant = didYouMean(name, known)
  const says = `our record has no field "${name}"${hint(meant)} Fields: ${known.join(', ')}.`
  return fault(rule.id, 'ours', say('unknown-field', { name, meant, known: known.join(', ') }, says))
}

function wrongAs(rule: Rule, wanted: string): ShapeFault {
  return fault(
    rule.id,
    'as',
    say('wrong-as', { as: rule.as, wanted }, `this field travels as ${wanted}, not as ${rule.as}.`),
  )
}

function unfed(field: string, feeding: string[]): ShapeFault[] {
  if (feeding.includes(field)) return []
  const says = `no rule brings in our field "${field}"; add one, "as": "nothing" when the base has nothing for it.`
  return [fault('', 'rules', say('unfed', { field }, says))]
}

function isLater(ours: string, rule: Rule, rules: Rule[]): boolean {
  return (
    rules.findIndex((other) => 'ours' in other && other.direction !== 'out' && other.ours === ours) <
    rules.indexOf(rule)
  )
}

function fedTwice(rule: Rule): ShapeFault {
  const says = 'another rule already brings in this field; give one of them "direction": "out".'
  return fault(rule.id, 'ours', say('fed-twice', { rule: rule.id }, says))
}

function lookupFaults(rules: Rule[], lookups: Record<string, unknown>): ShapeFault[] {
  return flatRules(rules).flatMap((rule) => {
    const name = rule.as === 'lookup' ? rule.lookup : rule.as === 'contact' ? rule.kind.lookup : null
    if (name === null || Object.hasOwn(lookups, name)) return []
    const meant = didYouMean(name, Object.keys(lookups))
    const property = rule.as === 'contact' ? 'kind' : 'lookup'
    return [fault(rule.id, property, say('no-lookup', { name, meant }, `"lookups" has no "${name}"${hint(meant)}`))]
  })
}

function fault(rule: string, property: string, saying: Saying): ShapeFault {
  return { rule, property, ...saying }
}
