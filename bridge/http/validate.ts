/** Checks what came from outside against the schemas of the contract; the first error becomes a sentence and its field. */
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { Problem, type Facts } from '../domain/problem.ts'
import { refuseControlSigns } from './check-text.ts'

export type Check = (value: unknown) => Promise<void>

/** @returns a check that throws Problem `input.*` for a body that does not fit. */
export function bodyCheck(schema: TSchema): Check {
  return checkWith(async () => (await makers()).bodies.compile(schema))
}

/** The same for a query, whose numbers arrive as text and are turned into numbers in place. @throws Problem `request.bad-character` too */
export function queryCheck(schema: TSchema): Check {
  const fits = checkWith(async () => (await makers()).queries.compile(schema))
  return async (query) => {
    refuseControlSigns(query as Record<string, unknown>)
    await fits(query)
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An address with a malformed id names nothing, like an address with an unknown one. */
export function isId(text: string): boolean {
  return UUID.test(text)
}

/** Lengths are counted as SQL Server and 1C count them, in UTF-16: most emoji are two. Ajv calls that outdated, and would say so. */
const COUNTING = { strict: false, unicode: false, logger: false } as const
/** The schemas are ours, and known to be schemas: a test checks and compiles each. */
const OURS = { validateSchema: false, meta: false } as const

interface Makers {
  bodies: Ajv2020
  queries: Ajv2020
}

let loading: Promise<Makers> | undefined

/** Ajv is loaded with the first request that has something to check, and each schema compiled with its first request. */
function makers(): Promise<Makers> {
  return (loading ??= loadMakers())
}

async function loadMakers(): Promise<Makers> {
  const { Ajv2020: Maker } = await import('ajv/dist/2020.js')
  const options = { ...COUNTING, ...OURS }
  return { bodies: new Maker(options), queries: new Maker({ ...options, coerceTypes: true }) }
}

function checkWith(make: () => Promise<ValidateFunction>): Check {
  let made: Promise<ValidateFunction> | undefined
  return async (value) => {
    const validate = await (made ??= make())
    if (validate(value)) return
    const first = validate.errors?.[0]
    throw first ? toProblem(first) : new Problem('input.wrong')
  }
}

function toProblem(error: ErrorObject): Problem {
  const path = error.instancePath.split('/').slice(1)
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>
  const name = missingProperty ?? additionalProperty
  if (name !== undefined) path.push(name.slice(0, MOST_NAME))
  return new Problem(codeOf(error), factsOf(error), path.join('.') || undefined)
}

/** An unknown field's name is quoted no longer than this. */
const MOST_NAME = 50

function codeOf(error: ErrorObject): string {
  if (error.keyword === 'pattern') return error.params['pattern'] === '\\S' ? 'input.empty' : 'input.not-an-id'
  if (error.keyword === 'type') return TYPE_CODES[String(error.params['type'])] ?? 'input.wrong'
  return KEYWORD_CODES[error.keyword] ?? 'input.wrong'
}

const TYPE_CODES: Record<string, string> = {
  integer: 'input.not-a-whole-number',
  number: 'input.not-a-whole-number',
  string: 'input.not-text',
  boolean: 'input.not-yes-no',
  array: 'input.not-a-list',
  object: 'input.not-an-object',
}

const KEYWORD_CODES: Record<string, string> = {
  required: 'input.missing',
  additionalProperties: 'input.unknown-field',
  minLength: 'input.empty',
  maxLength: 'input.too-long',
  minimum: 'input.too-small',
  maximum: 'input.too-large',
  maxItems: 'input.too-many',
  const: 'input.not-in-list',
  enum: 'input.not-in-list',
}

function factsOf(error: ErrorObject): Facts {
  const limit: unknown = error.params['limit']
  return typeof limit === 'number' ? { limit } : {}
}
