/**
 * Only documents have a day, and a request of ours gets it together with its number: what has none need not stand in the index of days. An
 * invoice on its way touches two pages less, and catalogues none of it.
 */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('links', (t) => t.dropIndex(['base_id', 'noun', 'day']))
  await db.schema.alterTable('links', (t) =>
    t.index(['base_id', 'noun', 'day'], 'links_by_day', { predicate: db.whereRaw(`day <> ''`) }),
  )
}
