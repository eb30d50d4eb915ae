/** Rows of the database as the values that answers are made of; drivers differ in how they give numbers and yes-no. */
import type { Source } from '../domain/client.ts'
import type { Row } from './asking.ts'

export function text(row: Row, column: string): string {
  const value = row[column]
  return value === null || value === undefined ? '' : String(value)
}

export function textOrNull(row: Row, column: string): string | null {
  return text(row, column) || null
}

/** PostgreSQL gives 64-bit numbers and sums as text. */
export function number(row: Row, column: string): number {
  return Number(row[column] ?? 0)
}

export function yes(row: Row, column: string): boolean {
  return row[column] === true || row[column] === 1
}

export function json<T>(row: Row, column: string, empty: T): T {
  const value = text(row, column)
  return value === '' ? empty : (JSON.parse(value) as T)
}

/**
 * Where a figure came from: columns `base_name` and `as_of`. A row that belongs to a base and was never observed there is
 * on its way.
 */
export function sourceOf(row: Row): Source {
  const base = text(row, 'base_name')
  const asOf = textOrNull(row, 'as_of')
  if (base === '') return { origin: 'crm', base: '', asOf: null }
  return { origin: asOf === null ? 'queued' : 'base', base, asOf }
}

/** The oldest of several observations speaks for their sum. */
export function oldestSource(sources: Source[]): Source {
  const observed = sources.filter((source) => source.origin === 'base')
  const [first, ...rest] = observed
  if (!first) return { origin: 'crm', base: '', asOf: null }
  return rest.reduce((oldest, source) => ((source.asOf ?? '') < (oldest.asOf ?? '') ? source : oldest), first)
}

export function groupBy(rows: Row[], column: string): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const key = number(row, column)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}
