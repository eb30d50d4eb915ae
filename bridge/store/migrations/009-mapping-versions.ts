/** Every version of the rules under which something was exchanged: a value can say which rule brought it, also when the file was changed since. */
import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('mapping_versions', (t) => {
    t.increments('id')
    t.string('version', 64).notNullable() // hash of the content
    t.string('file', 200).notNullable() // `bp30/invoice.json`
    t.string('noun', 20).notNullable()
    t.string('kind', 200).notNullable() // set of the base
    t.text('rules').notNullable() // as the file has them, JSON
    t.string('first_seen_at', 30).notNullable()
    t.unique(['version', 'file'])
  })
}
