/**
 * The audit trail: who did what to which record, appended in the transaction of the deed. Each line carries a hash over
 * itself and the line before, so that a changed or removed line shows.
 */
import { hash } from 'node:crypto'
import type { Facts } from '../domain/problem.ts'
import { insertRows } from './bulk.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { holdLock } from './dialect.ts'
import { statement } from './statement.ts'

export interface AuditLine {
  at: string
  who: string
  /** Verb of the deed, e.g. `issue-invoice`. */
  action: string
  /** `noun:id`. */
  subject: string
  facts: Facts
}

interface AuditRow extends Omit<AuditLine, 'facts'> {
  id: number
  facts: string
  previous_hash: string
  hash: string
}

/** Hash before the first line. */
const BEGINNING = ''
/** Lines read at a time when the chain is checked. */
const PAGE_SIZE = 1_000

/** Call it last in the transaction: on a server the chain lets one transaction at a time past this point. */
export async function audit(
  ctx: Pick<Context, 'db' | 'viewer' | 'now'>,
  deed: Pick<AuditLine, 'action' | 'subject' | 'facts'>,
): Promise<void> {
  await holdLock(ctx.db, 'zveno.audit')
  const last = await lastLine(ctx.db, {})
  const line = {
    at: ctx.now(),
    who: ctx.viewer.name,
    action: deed.action,
    subject: deed.subject,
    facts: JSON.stringify(deed.facts),
    previous_hash: last?.hash ?? BEGINNING,
  }
  await insertRows(ctx.db, 'audit', [{ hash: hashOf(line), ...line }])
}

const lastLine = statement<Record<string, never>, { hash: string } | undefined>((db) =>
  db('audit').orderBy('id', 'desc').first('hash'),
)

export interface ChainCheck {
  lines: number
  /** Hash of the last line; kept elsewhere it also shows a cut tail, which a chain alone cannot. */
  head: string
  /** Number of the first line that does not follow from the one before, null = the chain holds. */
  brokenAt: number | null
  /** Whether the line of a head that was kept elsewhere is still there; null = none was given. */
  keptHeadFound: boolean | null
}

/** @param keptHead hash of a line as it was told once, in a log or in a backup */
export async function checkAudit(db: Db, keptHead?: string): Promise<ChainCheck> {
  const keptHeadFound = keptHead === undefined ? null : keptHead === BEGINNING
  const check: ChainCheck = { lines: 0, head: BEGINNING, brokenAt: null, keptHeadFound }
  // From the very first: a line that was slipped in below number 1 is a line, too.
  for (let after: number | undefined; ;) {
    const lines = after === undefined ? db('audit') : db('audit').where('id', '>', after)
    const rows: AuditRow[] = await lines.orderBy('id').limit(PAGE_SIZE)
    for (const row of rows) {
      if (row.previous_hash !== check.head || row.hash !== hashOf(row)) return { ...check, brokenAt: row.id }
      check.lines += 1
      check.head = row.hash
      if (row.hash === keptHead) check.keptHeadFound = true
    }
    const last = rows.at(-1)
    if (!last) return check
    after = last.id
  }
}

function hashOf(line: Omit<AuditRow, 'id' | 'hash'>): string {
  const { previous_hash: before, at, who, action, subject, facts } = line
  return hash('sha256', JSON.stringify([before, at, who, action, subject, facts]), 'hex')
}
