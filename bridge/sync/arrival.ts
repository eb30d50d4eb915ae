/** Puts a record of the base into our words, on its way to the action that receives it. */
import { hash as hashOf } from 'node:crypto'
import type { Foreign } from '../../connectors/connector.ts'
import type { Arrival } from '../actions/receiving.ts'
import type { Records } from '../domain/received.ts'
import type { Noun } from '../domain/sync.ts'
import type { Link } from '../store/links.ts'
import type { Mapping } from './mapping/mapping.ts'
import type { Issue, Translate } from './mapping/translate.ts'

export interface Known {
  read: Translate
  /** Place among the items of the page; null = read again by itself. */
  at: number | null
  mapping: Mapping | undefined
  lookups: Record<string, string>
  link: Link | undefined
  /** Somebody is being asked about it: that it says again what we hold is the answer. */
  waits: boolean
  /** It is taken although it says what we hold. */
  anew: boolean
}

/** @returns what could not be read when it does not fit the mapping */
export function readArrival(item: Foreign, { mapping, lookups, link, read }: Known): Arrival<Records[Noun]> | Issue[] {
  if (!mapping) return []
  const { record, issues } = read(mapping, item, lookups)
  if (record === null) return issues
  return { asksMark: mapping.deleted === 'ask', ...arrivalOf(item, record, link) }
}

/** A record in our words, on its way into our tables. */
export function arrivalOf(
  { key, version }: Pick<Foreign, 'key' | 'version'>,
  record: Records[Noun],
  link: Link | undefined,
): Arrival<Records[Noun]> {
  const hash = hashOf('sha1', JSON.stringify(record), 'base64')
  const day = 'date' in record && typeof record.date === 'string' ? record.date : ''
  return { key, version, hash, day, record, link }
}
