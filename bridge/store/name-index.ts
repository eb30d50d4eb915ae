/**
 * Makes finding a part of a name quick. SQLite keeps an FTS5 index of every three signs beside the table, PostgreSQL a
 * trigram index when it has pg_trgm; SQL Server walks its narrow index of keys.
 */
import type { Knex } from 'knex'
import type { Db } from './db.ts'

/** Tables whose names are typed often enough to be worth an index on each write. */
const INDEXED = new Set(['clients'])

/** Shorter text has no three signs in a row to look for. */
const FEWEST_SIGNS = 3

/**
 * More rows than this are not worth listing: so many match that walking the names in their order meets a page of them soon.
 */
const MOST_LISTED = 500

/** Row ids that the index names, when they are few; null = walk the names. The caller's own condition still decides. */
export async function fewNamed(db: Db, table: string, key: string): Promise<number[] | null> {
  if (!INDEXED.has(table) || Array.from(key).length < FEWEST_SIGNS) return null
  const names = `${table}_names`
  const phrase = `"${key.replaceAll('"', '""')}"`
  const rows: { id: number }[] = await db.raw('select rowid as id from ?? where ?? match ? limit ?', [
    names,
    names,
    phrase,
    MOST_LISTED + 1,
  ])
  return rows.length > MOST_LISTED ? null : rows.map(({ id }) => id)
}

export async function createNameIndex(db: Knex, table: string): Promise<void> {
  const { dialect } = db.client as { dialect: string }
  if (dialect === 'sqlite3') await createFts(db, table)
  if (dialect === 'postgresql') await createTrigrams(db, table)
}

async function createFts(db: Knex, table: string): Promise<void> {
  const names = `${table}_names`
  const forget = `insert into ${names}(${names}, rowid, search_key) values ('delete', old.id, old.search_key);`
  const learn = `insert into ${names}(rowid, search_key) values (new.id, new.search_key);`
  await db.raw(
    `create virtual table ${names} using fts5(search_key, content='${table}', content_rowid='id', tokenize='trigram')`,
  )
  await db.raw(`create trigger ${names}_added after insert on ${table} begin ${learn} end`)
  await db.raw(`create trigger ${names}_gone after delete on ${table} begin ${forget} end`)
  await db.raw(
    `create trigger ${names}_changed after update of search_key on ${table} ` +
      `when old.search_key <> new.search_key begin ${forget} ${learn} end`,
  )
}

/** The extension belongs to PostgreSQL but may be forbidden or not installed: search is then right, only slower. */
async function createTrigrams(db: Knex, table: string): Promise<void> {
  const offered = (await db('pg_available_extensions').where('name', 'pg_trgm').first('name')) as object | undefined
  if (!offered) return
  try {
    await db.transaction(async (tx) => {
      await tx.raw('create extension if not exists pg_trgm')
      await tx.raw('create index ?? on ?? using gin (search_key gin_trgm_ops)', [`${table}_names`, table])
    })
  } catch (error) {
    if ((error as { code?: string }).code !== NOT_ALLOWED) throw error
  }
}

/** PostgreSQL: insufficient_privilege. */
const NOT_ALLOWED = '42501'

/** Names that are not there any more leave the index of SQLite only when its parts are put together anew. */
export async function foldNames(db: Db, table: string): Promise<void> {
  const { dialect } = db.client as { dialect: string }
  if (dialect === 'sqlite3')
    await db.raw('insert into ??(??) values (?)', [`${table}_names`, `${table}_names`, 'optimize'])
}
