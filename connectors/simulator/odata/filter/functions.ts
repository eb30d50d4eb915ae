/** Functions of a filter on texts, numbers and dates (section 3.2). What is not here is not supported. */
import { refuse } from '../errors.ts'
import type { Value } from '../reading/items.ts'
import { addTo, differenceOf, PARTS, UNITS } from './dates.ts'
import type { Unit } from './dates.ts'
import { likeTemplate } from './like.ts'
import type { Env, Kind, Meaning } from './meaning.ts'

export interface FilterFunction {
  takes: Kind[]
  /** How many of the last arguments may be left out. */
  optional?: number
  gives: Kind
  /** Arguments are of the kinds above and defined. */
  apply: (args: Scalars, ignoreCase: boolean) => Value
}

type Scalars = (string | number | boolean)[]

const DATE_PARTS = Object.entries(PARTS).map(([name, part]): [string, FilterFunction] => [
  name,
  { takes: ['date'], gives: 'number', apply: ([date]) => part(String(date)) },
])

const FUNCTIONS = new Map<string, FilterFunction>([
  ...DATE_PARTS,
  ['substringof', textTest(([part, text]) => text.includes(part))],
  ['startswith', textTest(([text, start]) => text.startsWith(start))],
  ['endswith', textTest(([text, end]) => text.endsWith(end))],
  [
    'like',
    {
      takes: ['text', 'text'],
      gives: 'yes-no',
      apply: ([text, template], ignoreCase) => like(text, template, ignoreCase),
    },
  ],
  ['concat', { takes: ['text', 'text'], gives: 'text', apply: ([a, b]) => String(a) + String(b) }],
  ['substring', { takes: ['text', 'number', 'number'], optional: 1, gives: 'text', apply: substring }],
  ['round', { takes: ['number'], gives: 'number', apply: ([number]) => Math.round(Number(number)) }],
  ['dateadd', { takes: ['date', 'text', 'number'], gives: 'date', apply: dateAdd }],
  ['datedifference', { takes: ['date', 'date', 'text'], gives: 'number', apply: dateDifference }],
])

/** @throws {ODataError} code 21 for a wrong number of arguments, 500 for arguments of a wrong kind */
export function compileCall(name: string, args: Meaning[], ignoreCase: boolean): Meaning {
  const known = FUNCTIONS.get(name)
  if (!known) throw refuse.badOption('$filter')
  const least = known.takes.length - (known.optional ?? 0)
  if (args.length < least || args.length > known.takes.length) throw refuse.badCall(name)
  for (const [index, arg] of args.entries()) {
    if (arg.kind !== known.takes[index] || arg.isTypeName) throw refuse.incomparable()
  }
  return { kind: known.gives, read: (env) => applied(known, args, { env, ignoreCase }) }
}

/** A missing argument (a reference that leads nowhere) makes the result missing. */
function applied(known: FilterFunction, args: Meaning[], at: { env: Env; ignoreCase: boolean }): Value {
  const values: Scalars = []
  for (const arg of args) {
    const value = arg.read(at.env)
    if (value === undefined || Array.isArray(value)) return undefined
    values.push(value)
  }
  return known.apply(values, at.ignoreCase)
}

function textTest(test: (texts: [string, string]) => boolean): FilterFunction {
  const apply = ([a, b]: Scalars, ignoreCase: boolean) => test([folded(a, ignoreCase), folded(b, ignoreCase)])
  return { takes: ['text', 'text'], gives: 'yes-no', apply }
}

function folded(value: Scalars[number] | undefined, ignoreCase: boolean): string {
  return ignoreCase ? String(value).toLowerCase() : String(value)
}

function like(text: Scalars[number] | undefined, template: Scalars[number] | undefined, ignoreCase: boolean): boolean {
  return templateOf(String(template), ignoreCase).test(String(text))
}

const MAX_TEMPLATES = 100
const templates = new Map<string, RegExp>()

function templateOf(template: string, ignoreCase: boolean): RegExp {
  const key = `${ignoreCase}${template}`
  let found = templates.get(key)
  if (!found) {
    if (templates.size >= MAX_TEMPLATES) templates.clear()
    templates.set(key, (found = readTemplate(template, ignoreCase)))
  }
  return found
}

function readTemplate(template: string, ignoreCase: boolean): RegExp {
  try {
    return likeTemplate(template, ignoreCase)
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse.badOption('$filter')
    throw error
  }
}

/** Counted from 1 (documented). */
function substring([text, from, length]: Scalars): string {
  const start = Number(from) - 1
  return String(text).slice(Math.max(start, 0), length === undefined ? undefined : Math.max(start + Number(length), 0))
}

function dateAdd([date, unit, amount]: Scalars): string {
  return addTo(String(date), unitOf(unit), Number(amount))
}

function dateDifference([from, till, unit]: Scalars): number {
  return differenceOf(String(from), String(till), unitOf(unit))
}

function unitOf(text: Scalars[number] | undefined): Unit {
  const unit = UNITS.find((known) => known === text)
  if (!unit) throw refuse.badOption('$filter')
  return unit
}
