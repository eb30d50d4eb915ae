/** Parts of payments whose invoice we do not hold yet: it was unreadable, or names a firm that we do not know. */
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import { wide, type Wide } from './rows.ts'
import { among, statement } from './statement.ts'

export interface AwaitedInvoice {
  /** Key of the invoice in its base. */
  key: string
  paymentId: number
  /** Which row of the receipt, from 1. */
  row: number
  namedMinor: number
}

/** Keys and ids per question: below every database's limit of parameters. */
const BATCH = 500

export async function awaitInvoices(db: Db, base: number, awaited: AwaitedInvoice[]): Promise<void> {
  const rows = awaited.map(({ key, paymentId, row, namedMinor }) => ({
    foreign_key: key,
    payment_id: paymentId,
    row,
    named_minor: namedMinor,
  }))
  await insertRows(db, { table: 'awaited_invoices', same: { base_id: base } }, rows)
}

/** What these payments waited for is about to be said anew. */
export async function awaitNothing(db: Db, paymentIds: number[]): Promise<void> {
  for (let from = 0; from < paymentIds.length; from += BATCH)
    await dropOf(db, { ids: paymentIds.slice(from, from + BATCH) })
}

/** Takes out what waited for these invoices: they are here now. */
export async function takeAwaited(db: Db, base: number, keys: string[]): Promise<AwaitedInvoice[]> {
  const taken: AwaitedInvoice[] = []
  if (keys.length === 0 || !(await anything(db, { base }))) return taken
  for (let from = 0; from < keys.length; from += BATCH) {
    const asked = { base, keys: keys.slice(from, from + BATCH) }
    for (const row of await waiting(db, asked))
      taken.push({
        key: row.foreign_key,
        paymentId: row.payment_id,
        row: row.row,
        namedMinor: wide(row.named_minor),
      })
    if (taken.length > 0) await drop(db, asked)
  }
  return taken
}

interface AwaitedRow {
  foreign_key: string
  payment_id: number
  row: number
  named_minor: Wide
}

const anything = statement<{ base: number }, { id: number } | undefined>((db, its) =>
  db('awaited_invoices').where('base_id', its.base).first('id'),
)

const waiting = statement<{ base: number; keys: string[] }, AwaitedRow[]>((db, its) =>
  db('awaited_invoices').where('base_id', its.base).modify(among('foreign_key', its.keys)).orderBy('id'),
)

const drop = statement<{ base: number; keys: string[] }, number>((db, its) =>
  db('awaited_invoices').where('base_id', its.base).modify(among('foreign_key', its.keys)).delete(),
)

const dropOf = statement<{ ids: number[] }, number>((db, its) =>
  db('awaited_invoices').modify(among('payment_id', its.ids)).delete(),
)
