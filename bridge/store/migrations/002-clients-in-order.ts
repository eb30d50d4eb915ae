/** A manager's own clients are listed and searched in the order of their names: an index walks them without sorting all. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('clients', (t) => {
    t.index(['manager_id', 'search_key'])
    t.dropIndex(['manager_id'])
  })
}
