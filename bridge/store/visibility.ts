/**
 * *May see* as a condition of a query. Whose records a role reaches stands in `domain/allow.ts`; here it becomes SQL: a
 * manager's own, those of the head's department, or everybody's.
 */
import type { Knex } from 'knex'
import { scopeOf, type Verb } from '../domain/allow.ts'
import type { Viewer } from '../domain/people.ts'
import type { Db } from './db.ts'

/** On whose behalf rows are looked for. */
export interface Seeing {
  viewer: Viewer
  db: Db
}

type Condition = (query: Knex.QueryBuilder) => void

/** Keeps the rows whose manager (`column` = row id of a user) this viewer's role lets them see; for `query.modify(...)`. */
export function onlySeen({ viewer, db }: Seeing, verb: Verb, column: string): Condition {
  const scope = scopeOf(viewer, verb)
  return (query) => {
    if (scope === 'all') return
    if (scope === 'own') void query.where(column, viewer.rowId)
    else if (scope === 'department') void query.whereIn(column, colleagues(db, viewer))
    else void query.whereRaw('1 = 0')
  }
}

/** An empty department is nobody's department. */
function colleagues(db: Db, viewer: Viewer): Knex.QueryBuilder {
  return db('users').select('users.id').where('users.department', viewer.department).whereNot('users.department', '')
}
