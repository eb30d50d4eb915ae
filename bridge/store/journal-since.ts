/** What people have done with records since a run, and what is known of the runs and rules around it. */
import { LIVE_STATES } from '../domain/sync.ts'
import type { Db } from './db.ts'
import type { ToldLine } from './journal-told.ts'
import type { Link } from './links.ts'

export interface Deed {
  who: string
  at: string
  /** Verb of the audit trail. */
  action: string
}

/** Ids per question: below every database's limit of parameters. */
const BATCH = 400

/**
 * Invoices are the only records of a base that people of ours may decide about. The engine leaves no lines in the audit trail.
 * @param at UTC ISO text
 * @returns the latest deed by noun and row id
 */
export async function deedsSince(db: Db, links: Link[], at: string): Promise<Map<string, Deed>> {
  const ids = links.filter(({ noun }) => noun === 'invoice').map(({ ourId }) => ourId)
  const found = new Map<string, Deed>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const invoices: { id: number; uuid: string }[] = await db('invoices')
      .whereIn('id', ids.slice(from, from + BATCH))
      .select('id', 'uuid')
    const rowOf = new Map(invoices.map(({ id, uuid }) => [`invoice:${uuid}`, id]))
    const deeds: (Deed & { subject: string })[] = await db('audit')
      .where('at', '>=', at)
      .whereIn('subject', [...rowOf.keys()])
      .orderBy('id')
      .select('subject', 'who', 'at', 'action')
    for (const { subject, ...deed } of deeds) found.set(`invoice/${rowOf.get(subject) ?? 0}`, deed)
  }
  return found
}

/** Rows, by noun and row id, on which a request to the base is at work. */
export async function requestsOn(db: Db, base: number, links: Link[]): Promise<Set<string>> {
  const rows: { noun: string; subject_id: number }[] = await db('intents')
    .where('base_id', base)
    .whereIn('state', LIVE_STATES)
    .select('noun', 'subject_id')
  const live = new Set(rows.map(({ noun, subject_id: id }) => `${noun}/${id}`))
  return new Set(links.map(({ noun, ourId }) => `${noun}/${ourId}`).filter((row) => live.has(row)))
}

/** Sorts of the runs of these lines, by row id. */
export async function runKinds(db: Db, lines: ToldLine[]): Promise<Map<number, string>> {
  const ids = [...new Set(lines.map(({ runId }) => runId))]
  const found = new Map<number, string>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows: { id: number; kind: string }[] = await db('runs')
      .whereIn('id', ids.slice(from, from + BATCH))
      .select('id', 'kind')
    for (const { id, kind } of rows) found.set(id, kind)
  }
  return found
}

/** Noun and version of every mapping whose rules were kept. */
export async function keptRules(db: Db): Promise<Set<string>> {
  const rows: { noun: string; version: string }[] = await db('mapping_versions').select('noun', 'version')
  return new Set(rows.map(({ noun, version }) => `${noun}/${version}`))
}
