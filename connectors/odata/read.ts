/** Reads records: one by key, some by exact values, a page of many, versions only, and how many there are. */
import type { Fields, Foreign } from '../connector.ts'
import { Misfit, Refused, Unreachable } from '../errors.ts'
import { jsonOf, type Ask, type Base } from './ask.ts'
import { bytesOf, textOf } from './wire.ts'
import type { ODataKind } from './catalogue.ts'
import { query } from './literals.ts'
import { textIn } from './json.ts'
import { FORMAT, foreignOf, listOf, pathOf, rowsOf } from './records.ts'
import { anyOfKeys, filterOf } from './where.ts'

/** Most records of one `find`. */
const MOST_FOUND = 1000

/** Keys joined by `or` in one address: servers cut addresses at about 3 000 characters (observed). */
export const KEYS_PER_CALL = 25

/** Where records of one kind are read. */
export interface Source {
  base: Base
  kind: ODataKind
  signal?: AbortSignal | undefined
}

/** Query options by name; undefined ones are left out. */
export type Options = Record<string, string | undefined>

/** One record, or null when the base says that there is none (404 code 9). */
export async function readOne({ base, kind, signal }: Source, key: string): Promise<Foreign | null> {
  try {
    const path = pathOf(kind.name, key) + query({ $format: FORMAT })
    return foreignOf(kind, await base.get({ path, kind: kind.name, key, ...(signal && { signal }) }))
  } catch (error) {
    if (error instanceof Refused && error.reason === 'base.gone') return null
    throw error
  }
}

/** Records whose fields have exactly these values; register records are found the same way. */
export async function findSome(source: Source, where: Fields, limit: number): Promise<Foreign[]> {
  const { kind } = source
  const $filter = filterOf(kind, where)
  if ($filter === '') throw new Refused('base.bad-value', `a search in ${kind.name} without a condition`)
  const $top = String(Math.min(MOST_FOUND, Math.max(1, Math.trunc(limit))))
  const order = kind.keyFields[0] === 'Ref_Key' ? { $orderby: 'Ref_Key' } : {}
  return readPage(source, { $filter, ...order, $top })
}

/** A page of records by query options. */
export async function readPage(source: Source, options: Options): Promise<Foreign[]> {
  return listOf(source.kind, await list(source, options))
}

export interface CountedPage {
  items: Foreign[]
  /** How many records match in all if the page says so (`odata.count`, a text; documented to disregard `$top`). */
  counted: number | undefined
  /** The answer as it came. */
  said: Uint8Array
}

export async function readCountedPage(source: Source, options: Options): Promise<CountedPage> {
  const answer = await source.base.answer(listing(source, { ...options, $inlinecount: 'allpages' }))
  const said = bytesOf(answer)
  const json = jsonOf(answer, false)
  const counted = textIn(json['odata.count'])
  return { items: listOf(source.kind, json), counted: /^\d{1,12}$/.test(counted) ? Number(counted) : undefined, said }
}

/** Key and version of each record of a page: the cheap listing for comparing. */
export async function readVersions(source: Source, options: Options): Promise<Map<string, string>> {
  const rows = rowsOf(await list(source, { ...options, $select: 'Ref_Key,DataVersion' }))
  return new Map(rows.map((row) => [textIn(row['Ref_Key']).toLowerCase(), textIn(row['DataVersion'])]))
}

/** Records of the given keys in few calls; keys that the base no longer has are missing from the answer. */
export async function readMany(source: Source, keys: string[]): Promise<Foreign[]> {
  const found: Foreign[] = []
  for (let at = 0; at < keys.length; at += KEYS_PER_CALL) {
    found.push(...(await readPage(source, { $filter: anyOfKeys(keys.slice(at, at + KEYS_PER_CALL)) })))
  }
  return found
}

/** How many records the kind has; undefined when the server has no `$count` (observed on one build). */
export async function count({ base, kind, signal }: Source): Promise<number | undefined> {
  try {
    const path = `/${encodeURIComponent(kind.name)}/$count`
    const answer = await base.answer({ path, kind: kind.name, accept: 'text/plain', ...(signal && { signal }) })
    const digits = textOf(answer).trim()
    if (/^\d{1,12}$/.test(digits)) return Number(digits)
    throw new Unreachable('base.html', 'a count came that is no number', { facts: answer.facts })
  } catch (error) {
    if (error instanceof Refused || (error instanceof Misfit && error.reason === 'base.not-odata')) return undefined
    throw error
  }
}

function list(source: Source, options: Options): Promise<Record<string, unknown>> {
  return source.base.get(listing(source, options))
}

function listing({ kind, signal }: Source, options: Options): Ask {
  const path = `/${encodeURIComponent(kind.name)}${query({ $format: FORMAT, ...options })}`
  return { path, kind: kind.name, ...(signal && { signal }) }
}
