/** Reads one JSON file of a mapping folder and checks it against its schema; faults carry file, line and column. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { JsonFault, parsePlaced, type Placed } from './json-places.ts'
import { MappingError, say, sayingOf, type MappingFault, type Saying } from './mapping-fault.ts'

export interface MappingFile extends Placed {
  path: string
  /** For people: the file with its folder, `bp30/invoice.json`. */
  name: string
}

export interface Schema {
  validate: ValidateFunction
  /** Every property name that the schema knows. */
  names: Set<string>
}

/** Far above any mapping; guards against a wrong file in the folder. */
const MOST_BYTES = 1_000_000

/** @throws MappingError when the file cannot be read or is not JSON */
export function readMappingFile(path: string): MappingFile {
  const name = join(basename(dirname(path)), basename(path))
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length > MOST_BYTES) throw new Error('it is too large for a mapping')
    return { path, name, ...parsePlaced(text) }
  } catch (error) {
    const place = error instanceof JsonFault ? error.place : { line: 0, column: 0 }
    const why = error instanceof Error ? error.message : String(error)
    const saying = say('json', { why }, `the file cannot be read: ${why}.`)
    throw new MappingError([{ file: name, ...place, ...saying }])
  }
}

/** Compiled schemas by their content: compiling costs more than reading all mappings of a folder. */
const compiled = new Map<string, Schema>()

/** Compiles a JSON Schema file. @throws MappingError when it cannot be read */
export function readSchema(path: string): Schema {
  const { value } = readMappingFile(path)
  const content = JSON.stringify(value)
  const schema = compiled.get(content) ?? compile(value)
  compiled.set(content, schema)
  return schema
}

/**
 * The schemas are ours and a test checks them; checking and polishing them at every start cost three times the compiling itself.
 */
const PLAINLY = { validateSchema: false, meta: false, inlineRefs: false, code: { optimize: false } }

function compile(value: unknown): Schema {
  const ajv = new Ajv2020({ allErrors: true, discriminator: true, strict: false, verbose: true, ...PLAINLY })
  return { validate: ajv.compile(value as object), names: new Set(propertyNames(value)) }
}

/** As many as anybody mends before trying again; putting each into words takes time. */
const MOST_FAULTS = 100

/**
 * Faults by the schema of a file, or of a `value` made of it and its parents; places are those of the file. A misspelt word is one
 * fault: that the right one is missing goes without saying.
 */
export function schemaFaults(file: MappingFile, schema: Schema, value: unknown = file.value): MappingFault[] {
  if (schema.validate(value)) return []
  const errors = (schema.validate.errors ?? []).filter((error) => error.keyword !== 'if')
  const faults = errors
    .slice(0, MOST_FAULTS)
    .map((error) => ({ error, saying: sayingOf(error, schema.names, error.data) }))
  const misspelt = new Set(faults.map(({ error, saying }) => `${error.instancePath} ${saying.facts['meant']}`))
  const more = errors.length - faults.length
  const rest = more > 0 ? [faultAt(file, '', say('more', { count: more }, `and ${more} more: mend these first`))] : []
  return faults
    .filter(({ error }) => error.keyword !== 'required' || !misspelt.has(placeOf(error)))
    .map(({ error, saying }) => faultAt(file, pointerOf(error), saying))
    .concat(rest)
}

const placeOf = ({ instancePath, params }: ErrorObject) => `${instancePath} ${params['missingProperty']}`

/** A fault at a JSON pointer, or at the nearest place above it. */
export function faultAt(file: MappingFile, pointer: string, saying: Saying): MappingFault {
  let at = pointer
  while (at !== '' && !file.places.has(at)) at = at.slice(0, at.lastIndexOf('/'))
  const place = file.places.get(at) ?? { line: 0, column: 0 }
  return { file: file.name, ...place, ...saying }
}

/** Pointer of the rule with this id, or ''. */
export function pointerOfRule(value: unknown, id: string, pointer = ''): string {
  if (typeof value !== 'object' || value === null) return ''
  if ('id' in value && value.id === id) return pointer
  for (const [name, child] of Object.entries(value)) {
    const found = pointerOfRule(child, id, `${pointer}/${name}`)
    if (found !== '') return found
  }
  return ''
}

function pointerOf(error: ErrorObject): string {
  const extra = error.params['additionalProperty'] as string | undefined
  const tag = error.keyword === 'discriminator' ? String(error.params['tag']) : undefined
  return [error.instancePath, extra ?? tag].filter((part) => part !== undefined).join('/')
}

function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([name, child]) =>
    name === 'properties' && typeof child === 'object' && child !== null
      ? [...Object.keys(child), ...propertyNames(child)]
      : propertyNames(child),
  )
}
