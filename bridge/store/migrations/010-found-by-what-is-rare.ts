/**
 * Looking for due requests and for the links of our rows must cost the same after years of work: both are found by what is rare
 * among them. By base and noun alone all of history was read, for every invoice that was issued.
 */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('intents', (t) => t.index(['base_id', 'state', 'next_try_at'], 'intents_due'))
  await db.schema.alterTable('links', (t) => {
    t.dropIndex(['noun', 'our_id'])
    t.index(['noun', 'our_id', 'base_id'], 'links_of_ours')
  })
}
