/** Reads the body of a write: JSON, or an Atom entry whose properties stand in `m:properties`. */
import { XMLParser } from 'fast-xml-parser'
import { refuse } from '../errors.ts'
import type { Body } from '../../ledger/values.ts'

const BYTE_ORDER_MARK = '\uFEFF'

/** @throws {ODataError} 500 code -1 when the text cannot be read at all (observed) */
export function readBody(bytes: Buffer): Body {
  const text = bytes.toString('utf8').replace(BYTE_ORDER_MARK, '').trim()
  if (text === '') return {}
  const body: unknown = text.startsWith('<') ? readEntry(text) : readJson(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse.internal()
  return body as Body
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse.business('Непредвиденный символ при чтении JSON')
  }
}

type Node = Record<string, unknown>

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: false })

function readEntry(text: string): unknown {
  try {
    const document = parser.parse(text) as { entry?: { content?: { properties?: Node } } }
    return Object.fromEntries(
      Object.entries(document.entry?.content?.properties ?? {})
        .filter(([name]) => name !== '#text')
        .map(([name, value]) => [name, isNode(value) ? readRows(value) : emptied(value)]),
    )
  } catch {
    throw refuse.internal()
  }
}

/** `<d:X/>` empties a value of any type. */
function emptied(value: unknown): unknown {
  return value === '' ? null : value
}

/** A tabular section: `element` children, one for each row. */
function readRows(section: Node): unknown[] {
  const rows = section['element']
  if (rows === undefined) return []
  return (Array.isArray(rows) ? (rows as unknown[]) : [rows]).map(withoutEmpty)
}

function withoutEmpty(row: unknown): unknown {
  if (!isNode(row)) return row
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, emptied(value)]))
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
