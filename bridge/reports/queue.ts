/** What is on its way to the accounting base, why does it wait, and when is it tried again? */
import { mayOn, scopeOf } from '../domain/allow.ts'
import type { Viewer } from '../domain/people.ts'
import type { Facts } from '../domain/problem.ts'
import { IN_DOUBT, LIVE_STATES, OPEN_STATES, type Act, type Intent } from '../domain/sync.ts'
import { needsOf, type Needed } from '../store/needs.ts'
import { onlyOf, type Asking, type Query, type Row } from './asking.ts'
import { baseRows, toBaseLine } from './bases.ts'
import { ownedBy } from './deal.ts'
import type { Queue, QueueItem } from './queue-answers.ts'
import { json, number, text, textOrNull } from './rows.ts'

const MOST_ITEMS = 500

export async function queue(asking: Asking, ask: { whose?: 'mine' | 'all' }): Promise<Queue> {
  const [items, lines] = await Promise.all([
    queueItems(asking, (query) => {
      void query.modify(onlyOf(asking, 'see-queue', 'intents.author_id'))
      if ((ask.whose ?? 'mine') === 'mine' && scopeOf(asking.viewer, 'issue-invoice') !== null)
        void query.where('intents.author_id', asking.viewer.rowId)
    }),
    baseRows(asking),
  ])
  return { items, bases: lines.map(toBaseLine) }
}

/** The open request of one invoice, or null. */
export async function queueItemOf(asking: Asking, invoiceRowId: number): Promise<QueueItem | null> {
  const items = await queueItems(asking, (query) => void query.where('invoices.id', invoiceRowId))
  return items.at(-1) ?? null
}

async function queueItems(asking: Asking, narrow: (query: Query) => void): Promise<QueueItem[]> {
  const { db, viewer } = asking
  const rows: Row[] = await db('intents')
    .join('bases', 'bases.id', 'intents.base_id')
    .join('users', 'users.id', 'intents.author_id')
    .leftJoin('invoices', (on) =>
      on.on('invoices.id', 'intents.subject_id').andOn('intents.noun', db.raw('?', ['invoice'])),
    )
    .leftJoin('deals', 'deals.id', 'invoices.deal_id')
    .leftJoin('users as managers', 'managers.id', 'deals.manager_id')
    .leftJoin('counterparties', (on) =>
      on
        .on('counterparties.id', 'intents.subject_id')
        .andOn('intents.noun', db.raw('?', ['counterparty']))
        .orOn('counterparties.id', 'invoices.counterparty_id'),
    )
    .leftJoin('contracts', (on) =>
      on.on('contracts.id', 'intents.subject_id').andOn('intents.noun', db.raw('?', ['contract'])),
    )
    .whereIn('intents.state', OPEN_STATES)
    .modify(narrow)
    .orderBy('intents.id')
    .limit(MOST_ITEMS)
    .select(COLUMNS)
    .select({ place: placeInQueue(db), in_base: coupled(db) })
  const needs = await needsOf(asking, rows.filter(isNew).map(recordOf))
  return rows.map((row) => toQueueItem(row, { viewer, neededBy: isNew(row) ? needs(recordOf(row)) : null }))
}

function isNew(row: Row): boolean {
  return text(row, 'act') === 'create'
}

function recordOf(row: Row): Needed {
  return { noun: text(row, 'noun') as Intent['noun'], subjectRowId: number(row, 'subject_id') }
}

const COLUMNS = [
  'intents.*',
  'bases.name as base_name',
  'users.name as author_name',
  'users.uuid as author_uuid',
  'users.department as author_department',
  'invoices.uuid as invoice_uuid',
  'invoices.total_minor',
  'deals.uuid as deal_uuid',
  'deals.name as deal_name',
  'managers.uuid as manager_uuid',
  'managers.department as manager_department',
  'counterparties.name as counterparty_name',
  'contracts.name as contract_name',
]

/** 1 = next of its base. */
function placeInQueue(db: Asking['db']): Query {
  return db('intents as earlier')
    .whereRaw('earlier.base_id = intents.base_id and earlier.id <= intents.id')
    .whereIn('earlier.state', LIVE_STATES)
    .count('earlier.id')
}

/** The base is known to hold the record. */
function coupled(db: Asking['db']): Query {
  return db('links')
    .whereRaw('links.noun = intents.noun and links.our_id = intents.subject_id and links.base_id = intents.base_id')
    .count('links.id')
}

function toQueueItem(row: Row, { viewer, neededBy }: { viewer: Viewer } & Pick<QueueItem, 'neededBy'>): QueueItem {
  const state = text(row, 'state') as Intent['state']
  return {
    id: text(row, 'uuid'),
    noun: text(row, 'noun') as Intent['noun'],
    act: text(row, 'act') as Act,
    state,
    reason: text(row, 'reason'),
    facts: json<Facts>(row, 'facts', {}),
    attempts: number(row, 'attempts'),
    nextTryAt: text(row, 'next_try_at'),
    place: number(row, 'place'),
    author: text(row, 'author_name'),
    createdAt: text(row, 'created_at'),
    invoiceId: textOrNull(row, 'invoice_uuid'),
    dealId: textOrNull(row, 'deal_uuid'),
    title: text(row, 'deal_name') || text(row, 'contract_name') || text(row, 'counterparty_name'),
    totalMinor: number(row, 'total_minor'),
    baseName: text(row, 'base_name'),
    mayCancel: neededBy === null && mayWithdraw(row, viewer) && isHarmless(row),
    neededBy,
  }
}

/** An invoice is its deal's; anything else is whose request it is. */
function mayWithdraw(row: Row, viewer: Viewer): boolean {
  if (text(row, 'noun') === 'invoice') return mayOn(viewer, ownedBy(row)).includes('cancel-invoice')
  const author = { managerId: text(row, 'author_uuid'), department: text(row, 'author_department') }
  return mayOn(viewer, author).includes('withdraw-request')
}

/** Once a byte has left, the outcome must be learnt first, unless the base said no. */
function isHarmless(row: Row): boolean {
  const [state, sent] = [text(row, 'state'), number(row, 'sent')]
  if (sent === 0) return state === 'queued' || state === 'refused'
  return state === 'refused' && number(row, 'in_base') === 0 && !IN_DOUBT.includes(text(row, 'reason'))
}
