/** Translates records between the base's words and ours by a mapping. Pure: the rules are compiled once, then only run. */
import type { Fields, Foreign } from '../../../connectors/connector.ts'
import type { Records } from '../../domain/received.ts'
import type { Noun } from '../../domain/sync.ts'
import type { Lookup, MappingOf } from './mapping.ts'
import { readAll, readersOf, type OursReader } from './read-rule.ts'
import type { Issue } from './reading.ts'
import { writersOf, type Writer } from './write-rule.ts'

export type { Issue } from './reading.ts'

export interface FromBase<N extends Noun> {
  /** null exactly when there are issues. */
  record: Records[N] | null
  issues: Issue[]
}

export interface ToBase {
  /** Name of the lookup -> key found in the base; all of `lookupsOf`. */
  lookups: Readonly<Record<string, string>>
  /** Id of the request, put where the mapping says `marker`; '' = no mark. */
  marker: string
  /** What the base holds now, for a change. */
  existing?: Fields
}

interface Compiled {
  readers: OursReader[]
  writers: Writer[]
}

const compiled = new WeakMap<object, Compiled>()
const NO_LOOKUPS = {}

export type Translate = typeof fromBase

/**
 * Our record out of a record of the base. A value that does not fit is an issue, so that the page goes on.
 * With `lookups` the rows of contact information are told apart by kind, else by type alone.
 */
export function fromBase<N extends Noun>(
  mapping: MappingOf<N>,
  foreign: Foreign,
  lookups: Readonly<Record<string, string>> = NO_LOOKUPS,
): FromBase<N> {
  const issues: Issue[] = []
  const record = readAll(rulesOf(mapping).readers, foreign.fields, { issues, section: '', row: 0, lookups })
  // The mapping was checked against the shape of the record when it was loaded.
  return { record: issues.length === 0 ? (record as unknown as Records[N]) : null, issues }
}

/**
 * Fields for the base. Absent fields of a partial record are not sent.
 * @throws Problem `mapping.too-long` `mapping.blank` `mapping.unknown-value` `mapping.no-lookup`, with the field of ours
 */
export function toBase<N extends Noun>(mapping: MappingOf<N>, record: Partial<Records[N]>, given: ToBase): Fields {
  const fields: Fields = {}
  const writing = { lookups: given.lookups, marker: given.marker, existing: given.existing ?? {}, path: '' }
  for (const write of rulesOf(mapping).writers) write(record, fields, writing)
  return fields
}

export interface NamedLookup extends Lookup {
  name: string
}

/** What must be found in the base once before `toBase`, with the name under which its key is handed in. */
export function lookupsOf(mapping: MappingOf<Noun>): NamedLookup[] {
  return Object.entries(mapping.lookups).map(([name, lookup]) => ({ name, ...lookup }))
}

/** What a lookup asks the base for, as one text under which its key is remembered. */
export function askedFor({ in: kind, where }: Lookup): string {
  return `${kind} ${JSON.stringify(where)}`
}

function rulesOf(mapping: MappingOf<Noun>): Compiled {
  const known = compiled.get(mapping)
  if (known !== undefined) return known
  const fresh = { readers: readersOf(mapping.rules), writers: writersOf(mapping.rules, mapping.empty) }
  compiled.set(mapping, fresh)
  return fresh
}
