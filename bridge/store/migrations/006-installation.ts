/** Which installation a database belongs to and where it is at home: a copy that wakes up elsewhere is recognised by it. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('installation', (t) => {
    t.string('uuid', 36).primary()
    t.string('home', 500).notNullable() // the data folder, or the address of a server
    t.string('restored_at', 30).notNullable().defaultTo('') // put back from a backup, and nobody has started on it yet
    t.string('created_at', 30).notNullable()
  })
}
