/** A call that nobody waits for any more may still be carried out by the base: whoever reads next has to know, whatever became of the reader. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('bases', (t) => t.string('late_until', 30).notNullable().defaultTo(''))
}
