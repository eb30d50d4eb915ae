/**
 * Updates that name only the columns they set. SQLite writes an index anew wherever one of its columns is named, changed or not,
 * and each index is a page more in the log of the commit.
 */
import type { Knex } from 'knex'
import type { Row } from './bulk.ts'
import type { Db } from './db.ts'
import { statement, type Values } from './statement.ts'

/**
 * @param where narrows an update of the table by the values of its key
 * @returns the update: how many rows it met. It is drawn up once for each set of columns, of which there are a handful.
 */
export function updateOf<Key extends Values>(
  table: string,
  where: (query: Knex.QueryBuilder, its: Key) => void,
): (db: Db, key: Key, set: Row) => Promise<number> {
  const texts = new Map<string, (db: Db, values: Values) => Promise<number>>()
  const drawUp = (columns: string[]) =>
    statement<Values, number>((db, its) => {
      const set = Object.fromEntries(columns.map((column) => [column, its[slot(column)]]))
      return db(table)
        .modify((query) => where(query, its as Key))
        .update(set)
    })
  return (db, key, set) => {
    const columns = Object.keys(set)
    const named = columns.join(' ')
    const text = texts.get(named) ?? drawUp(columns)
    texts.set(named, text)
    const values: Values = { ...key }
    for (const column of columns) values[slot(column)] = set[column] as Values[string]
    return text(db, values)
  }
}

/** A column may be asked about in the key and set to something else. */
const slot = (column: string) => `=${column}`

/** What of `set` is to be named: columns that an index stands on only where they become another. */
export function withoutSame(set: Row, before: object, indexed: readonly string[]): Row {
  const named = { ...set }
  for (const column of indexed) if (Reflect.get(before, column) === set[column]) delete named[column]
  return named
}
