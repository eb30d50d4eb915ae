/** A record that arrives is recognised as ours by the key of its request: found by an index, not by reading all requests. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('intents', (t) => t.index(['base_id', 'noun', 'foreign_key'], 'intents_by_foreign_key'))
}
