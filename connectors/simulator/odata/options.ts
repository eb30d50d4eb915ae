/** Reads the query options of a request and the format it wants its answer in (sections 1.4, 3.3, 3.4 of the reference). */
import { refuse } from './errors.ts'
import type { Exchange } from '../http/http.ts'

export interface Options {
  filter: string
  select: string
  expand: string
  orderby: string
  /** null = everything: the service has no paging of its own (documented). */
  top: number | null
  skip: number
  inlineCount: boolean
  allowedOnly: boolean
}

const KNOWN = ['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$inlinecount', '$format']

/** @throws {ODataError} code 0 for an unknown `$option`, 14 for a value that cannot be read */
export function readOptions(query: Map<string, string>): Options {
  for (const name of query.keys()) if (name.startsWith('$') && !KNOWN.includes(name)) throw refuse.unknownOption(name)
  return {
    filter: query.get('$filter') ?? '',
    select: query.get('$select') ?? '',
    expand: query.get('$expand') ?? '',
    orderby: query.get('$orderby') ?? '',
    top: query.has('$top') ? wholeNumber(query, '$top') : null,
    skip: query.has('$skip') ? wholeNumber(query, '$skip') : 0,
    inlineCount: inlineCount(query.get('$inlinecount')),
    allowedOnly: query.get('allowedOnly') === 'true',
  }
}

export interface Format {
  format: 'json' | 'atom'
  detail: 'nometadata' | 'minimalmetadata' | 'fullmetadata'
}

/** Atom unless `$format` or `Accept` ask for JSON; `$format` wins. */
export function formatOf(exchange: Exchange): Format {
  const asked = exchange.query.get('$format')
  if (asked === undefined) return acceptedFormat(exchange.headers['accept'] ?? '')
  if (asked === 'atom' || asked.startsWith('application/atom+xml')) return atom()
  if (asked === 'json' || asked.startsWith('json;') || asked.startsWith('application/json')) return json(asked)
  throw refuse.noFormat(asked)
}

/** The same without refusal: the format in which even a wrong `$format` is answered. */
export function errorFormatOf(exchange: Exchange): 'json' | 'atom' {
  try {
    return formatOf(exchange).format
  } catch {
    return 'atom'
  }
}

function acceptedFormat(accept: string): Format {
  const wanted = accept.split(',').find((part) => part.trim().startsWith('application/json'))
  return wanted === undefined ? atom() : json(wanted)
}

function atom(): Format {
  return { format: 'atom', detail: 'minimalmetadata' }
}

function json(text: string): Format {
  const detail = /odata=(nometadata|minimalmetadata|fullmetadata)/.exec(text)?.[1] as Format['detail'] | undefined
  return { format: 'json', detail: detail ?? 'minimalmetadata' }
}

function wholeNumber(query: Map<string, string>, name: string): number {
  const text = query.get(name) ?? ''
  if (!/^\d{1,9}$/.test(text)) throw refuse.badOption(name)
  return Number(text)
}

function inlineCount(value: string | undefined): boolean {
  if (value === undefined || value === 'none') return false
  if (value !== 'allpages') throw refuse.badOption('$inlinecount')
  return true
}
