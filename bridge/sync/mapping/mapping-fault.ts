/** What is wrong in a mapping file, where, and what was probably meant. */
import type { ErrorObject } from 'ajv'
import type { Facts } from '../../domain/problem.ts'
import { didYouMean } from './did-you-mean.ts'

export interface MappingFault {
  file: string
  /** From 1; 0 = the file as a whole. */
  line: number
  column: number
  /** `json` `unknown-property` `unknown-word` `missing` `wrong-type` `wrong-value` `unknown-field` `wrong-as` `twice` ... */
  code: string
  facts: Facts
  /** The fault in one English sentence, for the integrator. */
  says: string
}

/** One or more files cannot be used; `message` lists every fault on a line of its own. */
export class MappingError extends Error {
  readonly faults: MappingFault[]
  constructor(faults: MappingFault[]) {
    super(faults.map((fault) => `${fault.file}:${fault.line}:${fault.column} ${fault.says}`).join('\n'))
    this.name = 'MappingError'
    this.faults = faults
  }
}

export interface Saying {
  code: string
  facts: Facts
  says: string
}

/** Puts an error of the schema into words. `names` = every property name that the schema knows. */
export function sayingOf(error: ErrorObject, names: Iterable<string>, data: unknown): Saying {
  const { keyword, params } = error
  const property = params['additionalProperty'] as string | undefined
  if (property !== undefined) return unknownProperty(property, names)
  if (keyword === 'required') return missing(String(params['missingProperty']))
  if (keyword === 'enum') return unknownWord(data, params['allowedValues'] as string[])
  if (keyword === 'discriminator') return unknownWord(params['tagValue'], AS_WORDS)
  if (keyword === 'oneOf')
    return say('missing-other', {}, 'say what happens to other values: either "other" or "otherIs"')
  if (keyword === 'type')
    return say('wrong-type', { type: String(params['type']) }, `this must be ${String(params['type'])}`)
  return say('wrong-value', { rule: error.message ?? '' }, `this ${error.message ?? 'is not allowed'}`)
}

function unknownWord(value: unknown, allowed: string[]): Saying {
  const word = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const meant = didYouMean(word, allowed)
  const facts = { word, allowed: allowed.join(' '), meant }
  return say('unknown-word', facts, `"${word}" is not a word here${hint(meant)} Words: ${allowed.join(', ')}.`)
}

export function say(code: string, facts: Facts, says: string): Saying {
  return { code, facts, says }
}

export function hint(meant: string | null): string {
  return meant === null ? '.' : `; did you mean "${meant}"?`
}

function unknownProperty(name: string, names: Iterable<string>): Saying {
  const meant = didYouMean(name, names)
  return say('unknown-property', { name, meant }, `"${name}" does not belong here${hint(meant)}`)
}

function missing(name: string): Saying {
  return say('missing', { name }, `"${name}" is missing here.`)
}

const AS_WORDS = [
  'text',
  'number',
  'money',
  'quantity',
  'date',
  'yes-no',
  'link',
  'list',
  'rows',
  'marker',
  'contact',
  'conversion',
  'fixed',
  'nothing',
  'lookup',
]
