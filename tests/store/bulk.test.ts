/** Rows that go in together: however many there are, each once, in their order. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertRows } from '../../bridge/store/bulk.ts'
import type { Database } from '../../bridge/store/db.ts'
import { onEachDatabase } from './databases.ts'

const COUNTS = [0, 1, 2, 3, 7, 8, 9, 15, 31, 32, 33, 40, 47, 64, 71]

onEachDatabase('Rows go in together', (place) => {
  let database: Database
  beforeAll(async () => {
    database = await place.open()
  })
  afterAll(() => database.close())

  it.each(COUNTS)('%i of them, each once, each with its id, in their order, with what they share', async (count) => {
    const rows = Array.from({ length: count }, (_, at) => ({
      foreign_key: `key ${at}`,
      version: '',
      outcome: 'applied',
      reason: '',
      mapping_version: '',
      body: at % 2 === 0 ? '{}' : `{"строка":${at}}`,
    }))
    const same = { base_id: count, at: '2026-02-16T08:00:00.000Z', direction: 'in', noun: 'invoice', item: null }
    const ids = await database.transaction((db) => insertRows(db, { table: 'journal', same }, rows))

    const stored = (await database.db('journal').where('base_id', count).orderBy('id')) as Record<string, unknown>[]
    expect(stored.map(({ id }) => Number(id))).toEqual(ids)
    expect(stored).toEqual(rows.map((row) => expect.objectContaining({ ...row, ...same }) as unknown))
  })
})
