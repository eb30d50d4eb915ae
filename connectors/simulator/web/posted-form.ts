/** A form that came with POST: its fields by name and its table rows in order (`line.3.price` is a field of row 3). */

const MAX_BODY_BYTES = 256 * 1024
const MAX_FIELDS = 3_000

export type FormRow = Map<string, string>

export interface PostedForm {
  text(name: string): string
  has(name: string): boolean
  /** Rows of a table in the order of their numbers. */
  rows(table: string): FormRow[]
}

/** @returns null when the body is larger than any of our forms can be */
export function readForm(body: Buffer): PostedForm | null {
  if (body.length > MAX_BODY_BYTES) return null
  const fields = new URLSearchParams(body.toString('utf8'))
  if (fields.size > MAX_FIELDS) return null
  return {
    text: (name) => normal(fields.get(name) ?? ''),
    has: (name) => fields.has(name),
    rows: (table) => tableRows(fields, table),
  }
}

function tableRows(fields: URLSearchParams, table: string): FormRow[] {
  const rows = new Map<number, FormRow>()
  for (const [name, value] of fields) {
    const [given, number, column] = name.split('.')
    if (given !== table || column === undefined || !/^\d{1,6}$/.test(number ?? '')) continue
    const row = rows.get(Number(number)) ?? new Map<string, string>()
    rows.set(Number(number), row.set(column, normal(value)))
  }
  return [...rows].sort(([left], [right]) => left - right).map(([, row]) => row)
}

/** Browsers send line ends of text areas as CR LF. */
function normal(value: string): string {
  return value.replaceAll('\r\n', '\n')
}
