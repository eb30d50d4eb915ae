/** Personal data: acts of destruction, what must never come back, and a log of consents. None of the acts names anybody. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('erasure_acts', (t) => {
    t.increments('id') // number of the act
    t.string('uuid', 36).notNullable().unique()
    t.string('at', 30).notNullable()
    t.string('who', 400).notNullable() // who of ours has erased
    t.string('reason', 30).notNullable() // legal reason, a word of the list
    t.string('asked_on', 10).notNullable() // day on which the person asked, '' = nobody did
    t.string('person_noun', 20).notNullable()
    t.string('person_uuid', 36).notNullable()
    t.text('erased').notNullable() // what was erased: counts by sort of data, JSON
    t.text('kept').notNullable() // what was kept, how many and why, JSON
    t.string('again_of', 36).notNullable().defaultTo('') // id of the act that is carried out once more after a restore
    t.index(['person_uuid'])
  })
  // A record whose data must not come back, whatever a base says of it later.
  await db.schema.createTable('tombstones', (t) => {
    t.increments('id')
    t.integer('act_id').notNullable().references('erasure_acts.id')
    t.string('noun', 20).notNullable()
    t.string('record_uuid', 36).notNullable().index()
    t.integer('our_id').notNullable()
    t.integer('base_id') // null = no base holds it
    t.string('foreign_key', 64).notNullable().defaultTo('')
    t.index(['base_id', 'noun', 'foreign_key'])
  })
  await db.schema.createTable('consents', (t) => {
    t.increments('id')
    t.string('uuid', 36).notNullable().unique()
    t.string('person_noun', 20).notNullable()
    t.string('person_uuid', 36).notNullable()
    t.boolean('given').notNullable() // false = withdrawn
    t.string('on_date', 10).notNullable()
    t.string('source', 500).notNullable() // how: a form, a letter, a call
    t.string('at', 30).notNullable()
    t.string('who', 400).notNullable() // who of ours has noted it
    t.index(['person_uuid'])
  })
}
