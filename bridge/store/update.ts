/**
 * Updates that name only the columns they set. SQLite writes an index anew wherever one of its columns is named, changed or not,
 * and each index is a page more in the log of the commit.
 */
import type { Knex } from 'knex'
import type { Row } from './bulk.ts'
import type { Db } from './db.ts'
import { shapeOf } from './shape.ts'
import { statement, type Values } from './statement.ts'

export interface Change {
  set: Row
  /** The row as it is: columns that an index stands on are named only where they become another. */
  before?: object
}

/**
 * @param where narrows an update of the table by the values of its key
 * @param indexed columns that an index stands on
 * @returns the update: how many rows it met. It is drawn up once for each set of columns, of which there are a handful.
 */
export function updateOf<Key extends Values>(
  table: string,
  where: (query: Knex.QueryBuilder, its: Key) => void,
  indexed: readonly string[] = [],
): (db: Db, key: Key, change: Change) => Promise<number> {
  const texts = new Map<string, ReturnType<typeof drawUp>>()
  const drawUp = (key: Key, columns: string[]) => {
    const names = Object.keys(key)
    const shape = shapeOf([...names, ...columns.map(slot)])
    const text = statement<Values, number>((db, its) => {
      const set = Object.fromEntries(columns.map((column) => [column, its[slot(column)]]))
      return db(table)
        .modify((query) => where(query, its as Key))
        .update(set)
    })
    return (db: Db, its: Key, set: Row) =>
      text(db, shape([...names.map((name) => its[name]), ...columns.map((column) => set[column])]) as Values)
  }
  return (db, key, { set, before }) => {
    const same = (column: string) => before && indexed.includes(column) && Reflect.get(before, column) === set[column]
    const columns = Object.keys(set).filter((column) => !same(column))
    const named = columns.join(' ')
    const text = texts.get(named) ?? drawUp(key, columns)
    texts.set(named, text)
    return text(db, key, set)
  }
}

/** A column may be asked about in the key and set to something else. */
const slot = (column: string) => `=${column}`
