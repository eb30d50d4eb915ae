/**
 * Runs that a person starts, not the clock: who it was, of which sort, and which other run it is about. What a mapping looks up in a
 * base is kept with the rules, so that the journal can be read again without a call to the base.
 */
import type { Knex } from 'knex'

const NAME_LENGTH = 400

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('runs', (t) => {
    t.string('kind', 20).notNullable().defaultTo('round') // round | read-again | rebuild | replay | rollback
    t.string('author', NAME_LENGTH).notNullable().defaultTo('') // '' = the clock
    t.integer('of_run_id') // the run that is rolled back, or from which on the journal is replayed
    // Each round looks whether somebody has asked for one: found among the few of that kind.
    t.index(['base_id', 'kind', 'outcome'], 'runs_of_kind')
  })
  await db.schema.alterTable('mapping_versions', (t) => {
    t.text('lookups') // as the file has them, JSON; null = kept before this migration
  })
  await db.schema.createTable('found_lookups', (t) => {
    t.integer('base_id').notNullable().references('bases.id')
    t.string('asked', 500).notNullable() // kind and condition, as text
    t.string('foreign_key', 64).notNullable()
    t.primary(['base_id', 'asked'])
  })
}
