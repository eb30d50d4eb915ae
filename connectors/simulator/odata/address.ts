/**
 * Understands an OData address: `Catalog_X(guid'…')/Валюта/Description`, `Document_X_Товары(Ref_Key=guid'…',LineNumber=1)`,
 * `AccumulationRegister_X/Turnovers(Condition='…')`, `Document_X(guid'…')/Post`, `Catalog_X/$count`.
 */
import { refuse } from './errors.ts'
import { splitArguments, unquote } from './literals.ts'
import type { EntitySet } from './metadata/sets.ts'
import type { Settings } from '../settings.ts'

/** A function may be called with arguments in parentheses, in the query, or both. */
const METHODS = [
  'Balance',
  'Turnovers',
  'BalanceAndTurnovers',
  'SliceLast',
  'SliceFirst',
  'Post',
  'Unpost',
  'Start',
  'ExecuteTask',
] as const
export type Method = (typeof METHODS)[number]

/** Key parts by property name; values as the base stores them (guid lower case, Int64 as text). */
export type Key = Record<string, string>

export type Address =
  | { to: 'service' }
  | { to: 'metadata' }
  | { to: 'batch' }
  | { to: 'exchange-plan'; name: 'SelectChanges' | 'NotifyChangesReceived' }
  | { to: 'call'; set: EntitySet; key: Key | null; method: Method; args: Record<string, string> }
  | { to: 'data'; set: EntitySet; key: Key | null; steps: string[]; end: '' | 'count' | 'value' }

export type DataAddress = Extract<Address, { to: 'data' }>

/** Arguments of a call that stand in the query; the rest of the query are options. */
const ARGUMENTS = [
  'Period',
  'StartPeriod',
  'EndPeriod',
  'Condition',
  'Dimensions',
  'PostingModeOperational',
  'RoutePoint',
]

/** What an address is resolved against. */
export interface Publication {
  sets: Map<string, EntitySet>
  isExposed(set: EntitySet): boolean
  query: Map<string, string>
  innerQuotes: Settings['innerQuotes']
}

/**
 * @param path decoded path below the root of the service, without the leading slash
 * @throws {ODataError} code 8 for an unknown set, 6 for an unknown segment, 7 for an incomplete key
 */
export function parseAddress(path: string, publication: Publication): Address {
  const segments = splitPath(path)
  const [first = ''] = segments
  if (segments.length === 0) return { to: 'service' }
  if (first === '$metadata') return { to: 'metadata' }
  if (first === '$batch') return { to: 'batch' }
  if (first === 'SelectChanges' || first === 'NotifyChangesReceived') return { to: 'exchange-plan', name: first }
  return parseData(segments, publication)
}

function parseData(segments: string[], publication: Publication): Address {
  const [first = '', ...rest] = segments
  const { name, inside } = splitSegment(first)
  const set = publication.sets.get(name)
  if (!set || !publication.isExposed(set)) throw refuse.noSet(name)
  const key = inside === null ? null : parseKey(set, inside)
  const called = splitSegment(rest[0] ?? '')
  const method = METHODS.find((known) => known === called.name)
  if (method && rest.length === 1) {
    return { to: 'call', set, key, method, args: callArguments(called.inside, publication) }
  }
  return parseSteps(set, key, rest)
}

function parseSteps(set: EntitySet, key: Key | null, rest: string[]): Address {
  const last = rest.at(-1)
  const end = last === '$count' ? 'count' : last === '$value' ? 'value' : ''
  const steps = end === '' ? rest : rest.slice(0, -1)
  if (key === null && steps.length > 0) throw unknownSegment(steps[0] ?? '')
  return { to: 'data', set, key, steps, end }
}

/** Observed: `Balance` on a turnover register says that there is no such method; a wrong property names the segment. */
function unknownSegment(segment: string): Error {
  return segment.includes('(') ? refuse.noMethod() : refuse.badSegment(segment)
}

function callArguments(inside: string | null, publication: Publication): Record<string, string> {
  const args: Record<string, string> = {}
  for (const [name, value] of publication.query) {
    if (ARGUMENTS.includes(name)) args[name] = unquote(value) ?? value
  }
  if (inside === null || inside.trim() === '') return args
  for (const { name, value } of splitArguments(inside, publication.innerQuotes)) args[name] = unquote(value) ?? value
  return args
}

function parseKey(set: EntitySet, inside: string): Key {
  const parts = splitArguments(inside, 'doubled')
  const named = parts.length > 1 || parts[0]?.name !== '' ? parts : [{ name: set.key[0] ?? '', value: parts[0].value }]
  const key: Key = {}
  for (const part of named) {
    if (!set.key.includes(part.name)) throw refuse.badSegment(part.name)
    key[part.name] = keyValue(part.value, set.byName.get(part.name)?.edm ?? 'Edm.String')
  }
  for (const name of set.key) if (!(name in key) && set.kind !== 'constant') throw refuse.keyPartMissing(name)
  return key
}

/** `guid'…'`, `datetime'…'`, `'…'` or a bare number, as the base stores it. */
function keyValue(literal: string, edm: string): string {
  const typed = /^(guid|datetime)'(.*)'$/s.exec(literal)
  const text = typed?.[2] ?? unquote(literal) ?? literal
  // Observed: a composite part of a key holds a bare guid in quotes.
  if (typed && edm === 'Edm.String') throw refuse.badLiteral(literal, 'Edm.String')
  if (edm === 'Edm.Guid' && !isGuid(text)) throw refuse.badLiteral(text, 'Edm.Guid')
  return isGuid(text) ? text.toLowerCase() : text
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}

function splitSegment(segment: string): { name: string; inside: string | null } {
  const open = segment.indexOf('(')
  if (open < 0) return { name: segment, inside: null }
  if (!segment.endsWith(')')) throw refuse.badSegment(segment)
  return { name: segment.slice(0, open), inside: segment.slice(open + 1, -1) }
}

/** Splits by slashes that stand outside of quotes and parentheses. */
function splitPath(path: string): string[] {
  const segments: string[] = []
  let depth = 0
  let quoted = false
  let current = ''
  for (const sign of path) {
    if (sign === "'") quoted = !quoted
    else if (!quoted && sign === '(') depth++
    else if (!quoted && sign === ')') depth--
    if (sign === '/' && depth === 0 && !quoted) {
      if (current !== '') segments.push(current)
      current = ''
    } else current += sign
  }
  if (current !== '') segments.push(current)
  return segments
}
