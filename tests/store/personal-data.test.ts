/** One table says where personal data lives; a column that it does not know stops here, before anybody's data gets lost in it (I15, F114). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTelling, keptUntil, PERSON_TABLES, PLACES, type Fate } from '../../bridge/domain/personal-data.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'

const folder = mkdtempSync(join(tmpdir(), 'zveno-'))
let database: Database
let columns: { table: string; name: string; length: number }[]
beforeAll(async () => {
  database = await openDatabase({ url: '', folder })
  columns = await textColumns()
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Columns that hold text or bytes; `length` is Infinity where there is no limit. */
async function textColumns(): Promise<typeof columns> {
  const tables: string[] = await database.db('sqlite_master').where('type', 'table').pluck('name')
  const found: typeof columns = []
  for (const table of tables.filter((name) => !OF_SQLITE.test(name))) {
    const info: { name: string; type: string }[] = await database.db.raw(`pragma table_info(${table})`)
    for (const { name, type } of info) {
      const length = /^varchar\((\d+)\)$/.exec(type)
      if (length) found.push({ table, name, length: Number(length[1]) })
      else if (/text|blob/i.test(type)) found.push({ table, name, length: Infinity })
    }
  }
  return found
}

/** Its own bookkeeping, and the index of names, which follows `clients.search_key` by triggers. */
const OF_SQLITE = /^(sqlite_|migrations$|clients_names)/
/** Enough for a code, an id, a hash or a moment; a name or an address is given more. */
const SHORT = 64
/** Ids, hashes and moments, and columns whose values are a list of ours. */
const TECHNICAL = /(^|_)(at|until|hash|key|uuid|id|owner|fingerprint)$|^(time_zone|restored_at|subject)$/
const SOUNDS_PERSONAL =
  /name|phone|mail|addr|note|text|body|facts|comment|purpose|login|^who$|author|_by$|number|payer|person|birth|passport|search_key/

const placesOf = (table: string) => Object.values(PLACES[table] ?? {}).flat()

describe('Where personal data lives (I15, F114)', () => {
  it('every column that may hold a text of people is placed: a new one has to be placed, too', () => {
    const unplaced = columns
      .filter(({ name, length }) => SOUNDS_PERSONAL.test(name) || (length > SHORT && !TECHNICAL.test(name)))
      .filter(({ table, name }) => !placesOf(table).includes(name))

    expect(columns.length).toBeGreaterThan(150)
    expect(unplaced).toEqual([])
  })

  it('names no column that is not there', () => {
    const known = new Set(columns.map(({ table, name }) => `${table}.${name}`))
    const named = Object.keys(PLACES).flatMap((table) => placesOf(table).map((name) => `${table}.${name}`))

    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  it('blanks every text of the records that stand for a person, apart from what says nothing of one', () => {
    for (const table of Object.values(PERSON_TABLES)) {
      const fates = PLACES[table] ?? {}
      const kept = (['document', 'staff', 'firm', 'proof'] as Fate[]).flatMap((fate) => fates[fate] ?? [])
      expect([table, kept]).toEqual([table, []])
      expect(fates.own).toEqual(expect.arrayContaining(['name', 'phone', 'email']))
    }
  })

  it('looks in the texts of others for what can mean one person only', () => {
    const telling = ['Лукин Егор Семёнович', 'lukin@school.example', '540600000298', '+7 900 111-22-33']
    const common = ['', 'Лукин', 'Смирнова', 'Москва', '123456', 'директор']

    expect([telling.every(isTelling), common.some(isTelling)]).toEqual([true, false])
  })

  it('keeps documents to the end of the fifth year after theirs', () => {
    expect(keptUntil('2026-02-16')).toBe('2031-12-31')
  })
})
