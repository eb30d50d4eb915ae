/**
 * What records of ours were before each change, kept backwards: the row itself says how it is, a line here what the change took away.
 * A first load therefore writes nothing, and a change costs one line of what differs.
 */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('changes', (t) => {
    t.increments('id')
    t.string('noun', 20).notNullable() // `beginning` = the records up to `our_id` were there before their changes were kept
    t.integer('our_id').notNullable() // row of the noun's table
    t.string('at', 30).notNullable()
    t.string('who', 400).notNullable() // a person of ours, or the base
    t.string('deed', 64).notNullable()
    t.integer('run_id').notNullable().defaultTo(0)
    t.string('mapping_version', 64).notNullable().defaultTo('')
    t.text('was').notNullable() // columns as they were, JSON; '' = it was not there
    t.index(['noun', 'our_id', 'id'], 'changes_of')
  })
  const at = new Date().toISOString()
  for (const [noun, table] of Object.entries(TABLES)) {
    const last = (await db(table).max({ id: 'id' }).first()) as { id: number | null } | undefined
    if (last?.id) await db('changes').insert({ noun: 'beginning', our_id: last.id, at, who: '', deed: noun, was: '' })
  }
}

const TABLES = {
  client: 'clients',
  contact: 'contacts',
  counterparty: 'counterparties',
  organisation: 'organisations',
  contract: 'contracts',
  product: 'products',
  invoice: 'invoices',
}
