/**
 * Each index of a row is a page more in the log of every commit that touches it. Open requests are looked for by state, with or
 * without a base: one index serves both. The others begin with what tells requests apart, so that no question about open ones is
 * answered from them: by base and noun alone all of history would be read. Nobody looks for an invoice by its whole number: people
 * type a part of it, and no index finds that. Invoices of a base that belong to no deal are never looked for by deal.
 */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('intents', (t) => {
    t.dropIndex(['state', 'next_try_at'])
    t.dropIndex([], 'intents_due')
    t.dropIndex([], 'intents_by_foreign_key')
    t.dropIndex(['noun', 'subject_id'])
  })
  await db.schema.alterTable('intents', (t) => {
    t.index(['state', 'base_id', 'next_try_at'], 'intents_due')
    t.index(['foreign_key', 'noun', 'base_id'], 'intents_by_foreign_key')
    t.index(['subject_id', 'noun'], 'intents_of_ours')
  })
  await db.schema.alterTable('invoices', (t) => {
    t.dropIndex(['number'])
    t.dropIndex(['deal_id'])
  })
  await db.schema.alterTable('invoices', (t) =>
    t.index(['deal_id'], 'invoices_of_deals', { predicate: db.whereNotNull('deal_id') }),
  )
}
