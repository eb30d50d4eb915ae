/** What a receipt puts on an invoice that cannot be taken yet waits here and is shared out when the invoice comes. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('awaited_invoices', (t) => {
    t.increments('id')
    t.integer('base_id').notNullable().references('bases.id')
    t.string('foreign_key', 100).notNullable() // of the invoice in that base
    t.integer('payment_id').notNullable().references('payments.id')
    t.integer('row').notNullable()
    t.bigInteger('named_minor').notNullable() // what the accountant put on that invoice
    t.unique(['payment_id', 'row'])
    t.index(['base_id', 'foreign_key'])
  })
}
