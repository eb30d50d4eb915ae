/** Edits of accounting fields that people make in the CRM: each is kept until both sides say the same, and afterwards as their history. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('edits', (t) => {
    t.increments('id')
    t.string('uuid', 36).notNullable().unique()
    t.integer('base_id').notNullable().references('bases.id')
    t.string('noun', 20).notNullable()
    t.integer('subject_id').notNullable() // row of the noun's table
    t.string('field', 40).notNullable() // of our record, as mappings name it
    t.text('agreed').notNullable() // what both sides last said: the base of comparison
    t.text('asked') // what was last put into a request; null = nothing yet
    t.text('ours').notNullable()
    t.text('theirs') // what the base says instead; null = it has said nothing else
    t.string('state', 10).notNullable() // pending | conflict | settled
    t.string('reason', 64).notNullable().defaultTo('') // why a person is asked
    t.text('facts').notNullable() // of the reason, JSON: what the base said
    t.string('rule', 10).notNullable().defaultTo('') // the word of the mapping that has decided
    t.string('outcome', 20).notNullable().defaultTo('') // how it ended
    t.integer('author_id').notNullable().references('users.id')
    t.string('edited_at', 30).notNullable()
    t.string('conflict_at', 30).notNullable().defaultTo('')
    t.string('settled_at', 30).notNullable().defaultTo('')
    t.string('settled_by', 400).notNullable().defaultTo('') // '' = by itself
    t.integer('version').notNullable().defaultTo(1) // an answer names the one that was looked at
    t.index(['noun', 'subject_id', 'state'])
    t.index(['state', 'settled_at'])
  })
  // A request may also change what the base holds already.
  await db.schema.alterTable('intents', (t) => t.string('act', 10).notNullable().defaultTo('create'))
  // Another record of accounting that stands for the same legal entity: a layer above the rows, nothing is merged.
  await db.schema.alterTable('counterparties', (t) => {
    t.integer('alias_of')
    t.boolean('mark_kept').notNullable().defaultTo(false) // in use here, although the base has marked it
  })
}
