/**
 * What a base said in one answer is kept whole and once; the journal lines of its records say which answer and where in it.
 * Written out per record it was two thirds of all bytes of a first load. Lines whose words stand in them are found by their
 * record; of a whole answer nobody asks that, and an index on it would cost as much as the lines.
 */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('observations', (t) => {
    t.increments('id')
    t.binary('body').notNullable() // the answer as it came, packed with Brotli
  })
  await db.schema.alterTable('journal', (t) => {
    t.integer('observation_id') // null = the words stand in `body`
    t.integer('item') // place in the list of that answer, from 0
    t.dropIndex(['base_id', 'noun', 'foreign_key'])
  })
  await db.schema.alterTable('journal', (t) => {
    t.index(['foreign_key', 'noun', 'base_id'], 'journal_single', { predicate: db.whereNull('observation_id') })
  })
}
