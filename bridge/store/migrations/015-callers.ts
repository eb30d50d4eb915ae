/** Which processes call a base, and how many calls each may have on their way: a base bears only so many, whoever makes them. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('callers', (t) => {
    t.increments('id')
    t.integer('base_id').notNullable().references('bases.id')
    t.string('owner', 200).notNullable() // the process
    t.integer('places').notNullable() // 0 = it waits for one
    t.string('since', 30).notNullable() // it waits, or holds a place
    t.string('lease_until', 30).notNullable()
    t.unique(['base_id', 'owner'])
  })
}
