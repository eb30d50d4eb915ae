/** Reconciliation: dated certificates that both sides agree, or what differs, with the cause and what was done about it. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('certificates', (t) => {
    t.increments('id')
    t.string('uuid', 36).notNullable().unique()
    t.integer('base_id').notNullable().references('bases.id')
    // The day for which it is due, or the id of whoever asked: a base has one certificate per slot, however many servers there are.
    t.string('slot', 40).notNullable()
    t.string('asked_at', 30).notNullable()
    t.string('asked_by', 400).notNullable() // '' = by the clock
    t.string('state', 10).notNullable() // asked | running | done | failed
    t.integer('attempts').notNullable().defaultTo(0)
    t.string('started_at', 30).notNullable().defaultTo('')
    t.string('finished_at', 30).notNullable().defaultTo('')
    t.string('reason', 64).notNullable().defaultTo('')
    t.text('body').notNullable() // what was compared and the sums of both sides, JSON
    t.integer('differences').notNullable().defaultTo(0)
    t.string('hash', 64).notNullable().defaultTo('')
    t.string('signed_by', 400).notNullable().defaultTo('')
    t.string('signed_at', 30).notNullable().defaultTo('')
    t.unique(['base_id', 'slot'])
    t.index(['state', 'base_id'])
  })
  await db.schema.createTable('differences', (t) => {
    t.increments('id')
    t.string('uuid', 36).notNullable().unique()
    t.integer('certificate_id').notNullable().references('certificates.id')
    t.string('noun', 20).notNullable()
    t.string('foreign_key', 64).notNullable() // '' = the base never had it
    t.string('our_uuid', 36).notNullable() // '' = we do not have it
    t.string('kind', 20).notNullable()
    t.string('because', 20).notNullable()
    t.text('body').notNullable() // what both sides say, JSON
    t.string('trouble_uuid', 36).notNullable().defaultTo('')
    t.string('state', 10).notNullable() // open | asked | mended | stayed
    t.string('asked_by', 400).notNullable().defaultTo('')
    t.string('asked_at', 30).notNullable().defaultTo('')
    t.string('settled_at', 30).notNullable().defaultTo('')
    t.index(['certificate_id'])
    t.index(['state'])
  })
}
