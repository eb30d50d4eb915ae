/** What the store promises about many rows at once and about the journal, on every database at hand. */
import { beforeAll, expect, it } from 'vitest'
import { insertRows } from '../../bridge/store/bulk.ts'
import type { Database } from '../../bridge/store/db.ts'
import { appendJournal, packed, saidIn } from '../../bridge/store/journal.ts'
import { onEachDatabase } from './databases.ts'

const HEAD = { base: 1, run: 7, at: '2026-11-24T08:00:00.000Z', mappingVersion: 'v1' }
const LINE = { direction: 'in', noun: 'invoice', version: 'AAAA', outcome: 'applied', reason: '' } as const

onEachDatabase('The journal', (place) => {
  let database: Database

  beforeAll(async () => {
    database = await place.open()
  })

  it('numbers a thousand and one rows in the order in which they came', async () => {
    const rows = Array.from({ length: 1_001 }, (_, at) => ({ ...line(`key-${at}`), body: `${at}` }))

    const ids = await database.transaction((db) => insertRows(db, 'journal', rows))

    const stored: { id: number; body: string }[] = await database.db('journal').whereIn('id', ids.slice(-500))
    const byId = new Map(stored.map(({ id, body }) => [id, body]))
    expect(ids).toHaveLength(1_001)
    expect(ids.slice(-500).map((id) => byId.get(id))).toEqual(rows.slice(-500).map(({ body }) => body))
  })

  it('keeps an answer once and gives back of each record what was said about it, word for word', async () => {
    const said = {
      value: [{ Ref_Key: 'a', Description: '«Ёлка» 100 %' }, { Ref_Key: 'b' }, { Ref_Key: 'c', Sum: 1.5 }],
    }
    const answer = await packed(Buffer.from(JSON.stringify(said)))

    const lines = [
      { ...LINE, foreignKey: 'obs-c', item: 2 },
      { ...LINE, foreignKey: 'obs-a', item: 0 },
    ]
    await database.transaction((db) => appendJournal(db, { ...HEAD, answer }, lines))

    expect(await saidAbout('obs-a')).toEqual(said.value[0])
    expect(await saidAbout('obs-c')).toEqual(said.value[2])
    expect(await database.db('observations').pluck('id')).toHaveLength(1)
  })

  it.each([100, 100_000])('packs an answer of %d records and gives it back as it was', async (records) => {
    const key = `of-${records}`
    const value = Array.from({ length: records }, (_none, at) => ({ Ref_Key: `${at}`, Description: 'Ёлка' }))
    const answer = await packed(Buffer.from(JSON.stringify({ value })))
    const lines = [{ ...LINE, foreignKey: key, item: records - 1 }]
    await database.transaction((db) => appendJournal(db, { ...HEAD, answer }, lines))

    expect(await saidAbout(key)).toEqual(value.at(-1))
  })

  it('keeps the words of a single record with its line', async () => {
    await database.transaction((db) => appendJournal(db, HEAD, [{ ...LINE, foreignKey: 'alone', body: { Sum: 1.5 } }]))

    expect(await saidAbout('alone')).toEqual({ Sum: 1.5 })
    expect(await saidIn(database.db, 0)).toBeUndefined()
  })

  async function saidAbout(key: string): Promise<unknown> {
    const row: { id: number } | undefined = await database.db('journal').where('foreign_key', key).first('id')
    return saidIn(database.db, row?.id ?? 0)
  }
})

function line(key: string) {
  const { base, run, at, mappingVersion } = HEAD
  return { ...LINE, base_id: base, run_id: run, at, foreign_key: key, mapping_version: mappingVersion }
}
