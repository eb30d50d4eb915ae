/** Which fields have both sides changed, each differently, and what did the words of the mappings decide by themselves? */
import { adviceOn, type FieldOwner, type FieldWords } from '../domain/merge.ts'
import type { Facts } from '../domain/problem.ts'
import { onlyOf, onlyOfSeenClients, type Asking, type Query, type Row } from './asking.ts'
import type { Conflict, Conflicts, Resolved } from './conflict-answers.ts'
import { json, number, text } from './rows.ts'

const MOST_CONFLICTS = 500
const MOST_RESOLVED = 20

export async function conflicts(asking: Asking): Promise<Conflicts> {
  const [open, decided] = await Promise.all([
    editRows(asking).where('edits.state', 'conflict').orderBy('edits.id').limit(MOST_CONFLICTS) as Promise<Row[]>,
    editRows(asking).whereNot('edits.rule', '').orderBy('edits.id', 'desc').limit(MOST_RESOLVED) as Promise<Row[]>,
  ])
  const clients = await clientsBehind(asking, open)
  return { items: open.map((row) => toConflict(row, clients)), resolved: decided.map(toResolved) }
}

function editRows(asking: Asking): Query {
  return asking
    .db('edits')
    .join('counterparties', 'counterparties.id', 'edits.subject_id')
    .join('bases', 'bases.id', 'edits.base_id')
    .join('users', 'users.id', 'edits.author_id')
    .where('edits.noun', 'counterparty')
    .modify(onlyOfSeenClients(asking, 'see-conflicts', 'edits.subject_id'))
    .select('edits.*', {
      counterparty_uuid: 'counterparties.uuid',
      counterparty_name: 'counterparties.name',
      author_name: 'users.name',
      base_name: 'bases.name',
      base_profile: 'bases.profile',
    })
}

function tiesOf(asking: Asking): Query {
  return asking
    .db('client_counterparties')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .modify(onlyOf(asking, 'see-conflicts', 'clients.manager_id'))
}

type Client = Conflict['client']

async function clientsBehind(asking: Asking, rows: Row[]): Promise<Map<number, Client>> {
  const ids = [...new Set(rows.map((row) => number(row, 'subject_id')))]
  const ties: Row[] = await tiesOf(asking)
    .whereIn('client_counterparties.counterparty_id', ids)
    .orderBy('clients.id', 'desc')
    .select('client_counterparties.counterparty_id', 'clients.uuid', 'clients.name')
  return new Map(
    ties.map((tie) => [number(tie, 'counterparty_id'), { id: text(tie, 'uuid'), name: text(tie, 'name') }]),
  )
}

function toConflict(row: Row, clients: Map<number, Client>): Conflict {
  const owner = ownerOf(row)
  const reason = text(row, 'reason')
  const advice = adviceOn(owner, reason)
  return {
    id: text(row, 'uuid'),
    version: number(row, 'version'),
    counterparty: { id: text(row, 'counterparty_uuid'), name: text(row, 'counterparty_name') },
    client: clients.get(number(row, 'subject_id')) ?? { id: '', name: '' },
    field: text(row, 'field'),
    before: text(row, 'agreed'),
    ours: text(row, 'ours'),
    theirs: text(row, 'theirs'),
    reason,
    facts: json<Facts>(row, 'facts', {}),
    owner,
    ...advice,
    author: advice.advice === 'overrun' ? text(row, 'base_name') : text(row, 'author_name'),
    editedAt: text(row, 'edited_at'),
    since: text(row, 'conflict_at'),
    baseName: text(row, 'base_name'),
  }
}

function ownerOf(row: Row): FieldOwner {
  const { fieldWords } = json<{ fieldWords?: Record<string, FieldWords> }>(row, 'base_profile', {})
  return fieldWords?.[text(row, 'noun')]?.[text(row, 'field')]?.owner ?? 'base'
}

function toResolved(row: Row): Resolved {
  const rule = text(row, 'rule')
  return {
    id: text(row, 'uuid'),
    counterparty: { id: text(row, 'counterparty_uuid'), name: text(row, 'counterparty_name') },
    field: text(row, 'field'),
    ours: text(row, 'ours'),
    theirs: text(row, 'theirs'),
    rule,
    won: rule === 'crm' ? 'ours' : 'theirs',
    at: text(row, 'settled_at') || text(row, 'edited_at'),
  }
}
