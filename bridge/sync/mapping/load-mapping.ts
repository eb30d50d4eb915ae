/** Reads the mapping files of a configuration, checks them, and resolves what extends what. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Noun } from '../../domain/sync.ts'
import { shapeFaults, type ShapeFault } from './check-shape.ts'
import { extend, type RawChild, type RawMapping } from './extend-mapping.ts'
import { MappingError, say, type MappingFault } from './mapping-fault.ts'
import {
  faultAt,
  pointerOfRule,
  readMappingFile,
  readSchema,
  schemaFaults,
  type MappingFile,
  type Schema,
} from './mapping-file.ts'
import type { Mapping, MappingOf, Mappings } from './mapping.ts'

const CONFIGURATION = 'configuration.json'
/** A parent of a parent of a parent is already hard to read. */
const MOST_PARENTS = 5

/** Mappings of one configuration. */
export interface MappingSet {
  /** Name of the folder. */
  name: string
  title: string
  /** Word by which the connector recognises the configuration. */
  configuration: string
  /** Nouns in the order of exchange, what others depend on first. */
  order: Noun[]
  telltale: { kind: string; field: string }[]
  mappings: Mappings
}

/**
 * All mappings of a folder such as `mappings/bp30`; the schemas lie beside the folder.
 * @throws MappingError with every fault of every file
 */
export function loadMappings(folder: string): MappingSet {
  return loadFolder(folder, 0)
}

function loadFolder(folder: string, depth: number): MappingSet {
  const schemas = join(folder, '..')
  const configuration = readConfiguration(folder, readSchema(join(schemas, 'configuration.schema.json')), depth)
  const { extends: below } = configuration
  const parent = below === undefined ? null : loadFolder(join(folder, '..', below), depth + 1)
  const schema = readSchema(join(schemas, 'mapping.schema.json'))
  const mappings: Mappings = { ...parent?.mappings }
  const faults: MappingFault[] = []
  for (const path of mappingPaths(folder)) {
    try {
      put(mappings, loadMapping(path, schema))
    } catch (error) {
      if (!(error instanceof MappingError)) throw error
      faults.push(...error.faults)
    }
  }
  if (faults.length > 0) throw new MappingError(faults)
  const order = configuration.order ?? parent?.order ?? []
  return { ...configuration, name: configuration.name, order, mappings }
}

/** Every configuration below a folder such as `mappings`. @throws MappingError */
export function loadConfigurations(folder: string): MappingSet[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const sets = names.filter((name) => existsSync(join(folder, name, CONFIGURATION)))
  if (sets.length === 0) throw new MappingError([noSets(folder)])
  return sets.map((name) => loadMappings(join(folder, name)))
}

function noSets(folder: string): MappingFault {
  const says = `there is no folder with a ${CONFIGURATION} in it.`
  return { file: folder, line: 0, column: 0, ...say('no-sets', { configuration: CONFIGURATION }, says) }
}

/** One mapping file, with its parents. @throws MappingError */
function loadMapping(path: string, schema: Schema): Mapping {
  const { file, value, parents } = resolved(path, schema, 0)
  const sources = [file, ...parents]
  const faults = parents.length === 0 ? [] : schemaFaults(file, schema, value)
  if (faults.length > 0) throw new MappingError(faults)
  const mapping = finished(value, file.name)
  const wrong = shapeFaults(mapping).map((fault) => placed(fault, sources))
  if (wrong.length > 0) throw new MappingError(wrong)
  return mapping
}

interface Resolved {
  file: MappingFile
  value: RawMapping
  parents: MappingFile[]
}

function resolved(path: string, schema: Schema, depth: number): Resolved {
  const file = readMappingFile(path)
  const faults = schemaFaults(file, schema)
  if (faults.length > 0) throw new MappingError(faults)
  const raw = file.value as RawMapping | RawChild
  if (!isChild(raw)) return { file, value: raw, parents: [] }
  refuseTooDeep(file, depth)
  const parent = resolved(resolve(dirname(path), raw.extends), schema, depth + 1)
  const { mapping, unknown } = extend(parent.value, raw)
  if (unknown.length > 0) throw new MappingError(unknown.map((id) => unknownId(file, id)))
  return { file, value: mapping, parents: [parent.file, ...parent.parents] }
}

/** Also what stands upon itself is found here. @throws MappingError */
function refuseTooDeep(file: MappingFile, depth: number): void {
  if (depth < MOST_PARENTS) return
  const says = `no more than ${MOST_PARENTS} mappings may stand one upon another.`
  throw new MappingError([faultAt(file, '/extends', say('too-many-parents', { most: MOST_PARENTS }, says))])
}

function isChild(raw: RawMapping | RawChild): raw is RawChild {
  return typeof raw['extends'] === 'string'
}

function unknownId(file: MappingFile, id: string): MappingFault {
  return faultAt(file, pointerOfRule(file.value, id), say('unknown-id', { id }, `the parent has no rule "${id}".`))
}

/** The version is a hash of the meaning: remarks, spacing and the order of properties do not change it. */
function finished(value: RawMapping, name: string): Mapping {
  const { $schema: _, ...content } = value
  const version = createHash('sha256').update(normal(content)).digest('hex').slice(0, VERSION_SIGNS)
  return { lookups: {}, ...content, version, file: name } as unknown as Mapping
}

const VERSION_SIGNS = 16

function normal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(normal).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([name]) => name !== 'note')
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, child]) => `${JSON.stringify(name)}:${normal(child)}`).join(',')}}`
}

/** The place of a fault: in the file itself when the rule stands there, else in the parent that has it. */
function placed(fault: ShapeFault, files: MappingFile[]): MappingFault {
  const { rule, property, ...saying } = fault
  for (const file of files) {
    const pointer = rule === '' ? `/${property}` : pointerOfRule(file.value, rule)
    if (pointer !== '') return faultAt(file, rule === '' ? pointer : `${pointer}/${property}`, saying)
  }
  throw new Error(`rule ${rule} stands in no file`)
}

interface Configuration extends Omit<MappingSet, 'mappings' | 'order'> {
  order?: Noun[]
  extends?: string
}

function readConfiguration(folder: string, schema: Schema, depth: number): Configuration {
  const file = readMappingFile(join(folder, CONFIGURATION))
  const faults = schemaFaults(file, schema)
  if (faults.length > 0) throw new MappingError(faults)
  const configuration = file.value as Configuration
  if (configuration.extends !== undefined) refuseTooDeep(file, depth)
  return { ...configuration, name: resolve(folder).split(/[\\/]/).at(-1) ?? '' }
}

function mappingPaths(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== CONFIGURATION)
  return names.sort().map((name) => join(folder, name))
}

function put(mappings: Mappings, mapping: Mapping): void {
  ;(mappings as Record<Noun, MappingOf<Noun>>)[mapping.noun] = mapping
}
