/** What must a person decide? */
import { scopeOf } from '../domain/allow.ts'
import { notFound, type Facts } from '../domain/problem.ts'
import { ANSWERS_TOGETHER } from '../domain/sync.ts'
import type { Trouble } from './answers.ts'
import { onlySeenInvoices, type Asking, type Query, type Row } from './asking.ts'
import { candidatesOf } from './candidates.ts'
import { json, text, textOrNull } from './rows.ts'
import { storedOtherwise } from './stored-otherwise.ts'

const MOST_TROUBLES = 500

/** Newest first. */
export async function troubles(asking: Asking, ask: { state?: 'open' | 'answered' }): Promise<{ items: Trouble[] }> {
  return { items: await troubleLines(asking, (query) => void query.where('troubles.state', ask.state ?? 'open')) }
}

/** @throws Problem `trouble.not-found` */
export async function trouble(asking: Asking, id: string): Promise<Trouble> {
  const [line] = await troubleLines(asking, (query) => void query.where('troubles.uuid', id))
  if (!line) throw notFound('trouble')
  return line
}

async function troubleLines(asking: Asking, narrow: (query: Query) => void): Promise<Trouble[]> {
  const rows: Row[] = await asking
    .db('troubles')
    .leftJoin('bases', 'bases.id', 'troubles.base_id')
    .modify(onlySeenTroubles(asking))
    .modify(narrow)
    .orderBy('troubles.id', 'desc')
    .limit(MOST_TROUBLES)
    .select('troubles.*', 'bases.uuid as base_uuid', 'bases.name as base_name')
  const candidates = await candidatesOf(asking, rows)
  const stored = await storedOtherwise(asking, rows)
  return rows.map((row) => ({
    ...toTrouble(row),
    candidates: candidates.get(text(row, 'subject')) ?? [],
    differences: stored.get(text(row, 'uuid')) ?? [],
  }))
}

/** A manager sees the troubles of invoices that he may see; whoever answers for the exchange sees all. */
export function onlySeenTroubles(asking: Asking): (query: Query) => void {
  return (query) => {
    if (scopeOf(asking.viewer, 'see-troubles') === 'all') return
    const seen = asking.db('invoices').select('invoices.uuid').modify(onlySeenInvoices(asking))
    void query.where('troubles.noun', 'invoice').whereIn('troubles.subject', seen)
  }
}

function toTrouble(row: Row): Omit<Trouble, 'candidates' | 'differences'> {
  const noun = text(row, 'noun')
  const subject = text(row, 'subject')
  const answers = json<string[]>(row, 'answers', [])
  return {
    id: text(row, 'uuid'),
    baseId: textOrNull(row, 'base_uuid'),
    code: text(row, 'code'),
    facts: json<Facts>(row, 'facts', {}),
    subject: noun === '' ? null : ({ noun, id: subject } as Trouble['subject']),
    answers,
    together: answers.filter((answer) => ANSWERS_TOGETHER.includes(answer)),
    state: text(row, 'state') === 'open' ? 'open' : 'answered',
    createdAt: text(row, 'created_at'),
    answeredBy: text(row, 'answered_by'),
    answeredAt: textOrNull(row, 'answered_at'),
    baseName: text(row, 'base_name'),
    place: placeOf(noun, subject),
  }
}

/** Screens that show a record of this noun. */
const PLACES: Record<string, string> = { invoice: '/invoices/', deal: '/deals/', base: '/integration/' }

function placeOf(noun: string, subject: string): string {
  const screen = PLACES[noun]
  return screen === undefined ? '' : screen + subject
}
