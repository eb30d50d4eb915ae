/** The panel inside the accounting program: the key by which a base asks for tickets, and the tickets themselves. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  // Sealed like the password of the base; '' = the panel is off.
  await db.schema.alterTable('bases', (t) => t.string('panel_key', 400).notNullable().defaultTo(''))
  await db.schema.createTable('panel_tickets', (t) => {
    t.increments('id')
    t.string('ticket_hash', 64).notNullable().unique()
    t.integer('base_id').notNullable().references('bases.id')
    t.string('who', 200).notNullable() // user of the accounting program
    t.string('noun', 20).notNullable()
    t.string('foreign_key', 64).notNullable()
    t.string('issued_at', 30).notNullable()
    t.string('used_at', 30).notNullable().defaultTo('')
    t.string('token_hash', 64).notNullable().defaultTo('') // of the open panel; '' = not opened, or ended
    t.string('expires_at', 30).notNullable() // of the ticket until it is used, then of the panel
    t.index(['token_hash'])
    t.index(['base_id', 'expires_at'])
  })
}
