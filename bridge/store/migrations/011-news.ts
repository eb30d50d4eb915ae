/** What changed, for the screens that are connected to another process: kept for minutes, not for ever. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('news', (t) => {
    t.increments('id')
    t.string('at', 30).notNullable().index()
    t.string('owner', 200).notNullable() // the process that tells it
    t.string('what', 20).notNullable()
    t.string('record', 64).notNullable() // public id
  })
}
