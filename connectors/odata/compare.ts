/** Compares what was sent with what the base stored: 200 and 201 do not mean "stored as sent" (observed: cut texts, ignored numbers). */
import type { Changed } from '../errors.ts'
import type { Fields } from '../connector.ts'
import { isObject } from './json.ts'

export type Difference = Changed['differences'][number]

/** Every sent field whose stored value means something else; rows are named `Товары[1].Цена`. */
export function differences(sent: Fields, stored: Fields, prefix = ''): Difference[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const other = stored[name]
    if (Array.isArray(value)) return rowDifferences(prefix + name, value, other)
    return sameValue(name, value, other) ? [] : [{ field: prefix + name, sent: value, stored: other }]
  })
}

function rowDifferences(name: string, sent: unknown[], stored: unknown): Difference[] {
  const rows = Array.isArray(stored) ? stored.filter(isObject) : []
  if (rows.length !== sent.length) return [{ field: name, sent: `${sent.length} rows`, stored: `${rows.length} rows` }]
  const byNumber = new Map(rows.map((row) => [String(row['LineNumber']), row]))
  return sent.filter(isObject).flatMap((row, index) => {
    return differences(row, byNumber.get(String(index + 1)) ?? {}, `${name}[${index + 1}].`)
  })
}

function sameValue(name: string, sent: unknown, stored: unknown): boolean {
  if (sent === stored) return true
  if (name.endsWith('_Type')) return lastPart(sent) === lastPart(stored)
  if (typeof sent === 'string' && typeof stored === 'string' && GUID.test(sent))
    return sent.toLowerCase() === stored.toLowerCase()
  // Two texts are compared as texts: '007' is not '7'.
  if (typeof sent !== 'number' && typeof stored !== 'number') return false
  const one = decimal(sent)
  return one !== null && one === decimal(stored)
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An enumeration of a composite comes back as `StandardODATA.X` or `UnavailableEnums.X`, depending on what is published (observed). */
function lastPart(type: unknown): string {
  return String(type).split('.').pop() ?? ''
}

/** Far more signs than any number of a base has; in a text of nothing but zeros the pattern would be looked for at length. */
const LONGEST_NUMBER = 60

/** `'120000.00'`, `120000` -> `'120000'`; null for anything that is not a plain decimal number. */
export function decimal(value: unknown): string | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  const match = text.length > LONGEST_NUMBER ? null : /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return digits === '0' ? '0' : sign + digits
}
