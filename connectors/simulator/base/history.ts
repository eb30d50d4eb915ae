/**
 * The base's journal of changes: who did what to a record and which values moved. 1C keeps it outside of the objects, so no
 * property shows it; the accountant's client does. Kept in memory and bounded.
 */
import type { Entity, Scalar } from './model.ts'

export type Deed = 'created' | 'changed' | 'posted' | 'unposted'

export interface ValueChange {
  /** Property, or name of a tabular section. */
  name: string
  before: Scalar
  after: Scalar
}

export interface HistoryLine {
  /** Naive time of the base. */
  at: string
  /** Name of the user, '' when the base did it by itself. */
  by: string
  deed: Deed
  changes: ValueChange[]
}

/** `set/key` and the lines of that record. */
export type HistoryState = [string, HistoryLine[]][]

/** Lines kept of one record and records kept at all; the oldest go first. */
const MAX_LINES = 50
const MAX_RECORDS = 20_000
/** Values shown of one change. */
const MAX_VALUES = 12

export class History {
  #lines = new Map<string, HistoryLine[]>()

  /** Lines of a record, oldest first. */
  of(set: string, key: string): readonly HistoryLine[] {
    return this.#lines.get(`${set}/${key.toLowerCase()}`) ?? []
  }

  /** Moves the lines of a record to another time, as a world does that makes the past in a moment. */
  backdate(set: string, key: string, at: string): void {
    for (const line of this.of(set, key)) line.at = at
  }

  /** All lines, to be written to disk. */
  save(): HistoryState {
    return [...this.#lines]
  }

  restore(state: HistoryState): void {
    this.#lines = new Map(state)
  }

  /** A new base has no past. */
  clear(): void {
    this.#lines.clear()
  }

  note(line: Omit<HistoryLine, 'changes'>, after: Entity, before?: Entity): void {
    const id = `${after.set}/${after.key}`
    const lines = this.#lines.get(id) ?? []
    lines.push({ ...line, changes: before ? differences(before, after) : [] })
    if (lines.length > MAX_LINES) lines.shift()
    this.#lines.set(id, lines)
    const [oldest] = this.#lines.keys()
    if (this.#lines.size > MAX_RECORDS && oldest !== undefined) this.#lines.delete(oldest)
  }
}

function differences(before: Entity, after: Entity): ValueChange[] {
  const fields = Object.entries(after.fields).flatMap(([name, value]): ValueChange[] => {
    const old = before.fields[name] ?? ''
    return old === value || name === 'Posted' ? [] : [{ name, before: old, after: value }]
  })
  const sections = Object.entries(after.rows).flatMap(([name, rows]): ValueChange[] => {
    const old = before.rows[name] ?? []
    if (JSON.stringify(old) === JSON.stringify(rows)) return []
    return [{ name, before: old.length, after: rows.length }]
  })
  return [...fields, ...sections].slice(0, MAX_VALUES)
}
