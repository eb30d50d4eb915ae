/** Statements of one database on their way to the driver: a net in SQL is taken away by changing the statement that holds it. */
import type { Database } from '../../../bridge/store/db.ts'

export interface Said {
  sql: string
  bindings?: unknown[]
}

interface Driver {
  toDriver: (this: Driver, connection: unknown, asked: string | Said) => unknown
}

/** @param change answers what the driver gets instead; transactions of this database are changed as well */
export function rewriting(database: Database, change: (said: Said) => Said): Database {
  // The class is made for each database anew: no other one is touched.
  const { prototype } = (database.db.client as { constructor: { prototype: Driver } }).constructor
  const { toDriver } = prototype
  prototype.toDriver = function (connection, asked) {
    if (typeof asked !== 'string') Object.assign(asked, change({ sql: asked.sql, bindings: asked.bindings ?? [] }))
    return toDriver.call(this, connection, asked)
  }
  return database
}

/** Makes a condition of a statement about a table always true; its values stay where they are. */
export function withoutCondition(table: string, condition: RegExp): (said: Said) => Said {
  return (said) => {
    if (!new RegExp(`(from|update) .${table}`).test(said.sql)) return said
    const [head = '', ...conditions] = said.sql.split(' where ')
    const tail = conditions.map((text) => ` where ${text.replaceAll(condition, (whole) => `(${whole} or 1 = 1)`)}`)
    return { ...said, sql: head + tail.join('') }
  }
}
