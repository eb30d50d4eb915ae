/**
 * *May see* as a condition of a query. Whose records a role reaches stands in `domain/allow.ts`; here it becomes SQL: a
 * manager's own, those of the head's department, or everybody's.
 */
import type { Knex } from 'knex'
import { scopeOf, type Verb } from '../domain/allow.ts'
import type { Role, Viewer } from '../domain/people.ts'
import type { Db } from './db.ts'
import { statement, type Values } from './statement.ts'

/** On whose behalf rows are looked for. */
export interface Seeing {
  /** All that a condition may depend on. */
  viewer: Pick<Viewer, 'role' | 'rowId' | 'department'>
  db: Db
}

export type Query = Knex.QueryBuilder

/** Keeps the rows whose manager (`column` = row id of a user) this viewer's role lets them see; for `query.modify(...)`. */
export function onlyOf({ viewer, db }: Seeing, verb: Verb, column: string): (query: Query) => void {
  const scope = scopeOf(viewer, verb)
  return (query) => {
    if (scope === 'all') return
    if (scope === 'own') void query.where(column, viewer.rowId)
    else if (scope === 'department') void query.whereIn(column, colleagues(db, viewer))
    else void query.whereRaw('1 = 0')
  }
}

/** Keeps invoices of deals that the viewer may see, and those made in the base for clients that the viewer may see. */
export function onlySeenInvoices(seeing: Seeing): (query: Query) => void {
  return onlyInvoices(seeing, seenDeals(seeing))
}

/** The same for a question about one invoice: its own deal is looked at, not every deal of the viewer. */
export function onlySeenInvoice(seeing: Seeing): (query: Query) => void {
  return onlyInvoices(seeing, seenDeals(seeing).whereRaw('?? = ??', ['deals.id', 'invoices.deal_id']))
}

function onlyInvoices(seeing: Seeing, ofDeals: Query): (query: Query) => void {
  return (query) => {
    if (scopeOf(seeing.viewer, 'see-invoices') === 'all') return
    void query.where((either) =>
      either
        .whereIn('invoices.deal_id', ofDeals)
        .orWhere((loose) =>
          loose
            .whereNull('invoices.deal_id')
            .whereIn('invoices.counterparty_id', entitiesOfSeen(seeing, 'see-invoices')),
        ),
    )
  }
}

function seenDeals(seeing: Seeing): Query {
  return seeing
    .db('deals')
    .select('deals.id')
    .modify(onlyOf(seeing, 'see-invoices', 'deals.manager_id'))
}

/**
 * Keeps legal entities (`column` = row id of one) that stand for a client this viewer may see. An entity itself is known to everybody
 * who sees clients; what people and bases did to it belongs to whose client it is.
 */
export function onlyOfSeenClients(seeing: Seeing, verb: Verb, column: string): (query: Query) => void {
  return (query) => {
    if (scopeOf(seeing.viewer, verb) === 'all') return
    void query.whereIn(column, entitiesOfSeen(seeing, verb))
  }
}

function entitiesOfSeen(seeing: Seeing, verb: Verb): Query {
  return seeing
    .db('client_counterparties')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .select('client_counterparties.counterparty_id')
    .modify(onlyOf(seeing, verb, 'clients.manager_id'))
}

/**
 * A statement that is drawn up once per role, because the role decides which condition stands in it; who asks is bound like
 * any other value.
 */
export function seeingStatement<In extends Values, Answer>(
  draw: (seeing: Seeing, its: In) => Query,
): (seeing: Seeing, values: In) => Promise<Answer> {
  type Asked = In & { viewerRowId: number; viewerDepartment: string }
  const drawn = new Map<Role, (db: Db, values: Asked) => Promise<Answer>>()
  const drawFor = (role: Role) =>
    statement<Asked, Answer>((db, its) =>
      draw({ db, viewer: { role, rowId: its.viewerRowId, department: its.viewerDepartment } }, its),
    )
  return ({ db, viewer: { role, rowId, department } }, values) => {
    const ask = drawn.get(role) ?? drawFor(role)
    drawn.set(role, ask)
    return ask(db, Object.assign({}, values, { viewerRowId: rowId, viewerDepartment: department }))
  }
}

/** An empty department is nobody's department. */
function colleagues(db: Db, viewer: Seeing['viewer']): Query {
  return db('users').select('users.id').where('users.department', viewer.department).whereNot('users.department', '')
}
