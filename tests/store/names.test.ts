/** How names are found and sorted: the same on every database, whatever its own language. */
import { beforeAll, expect, it } from 'vitest'
import { searchKey } from '../../bridge/domain/search-key.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Database } from '../../bridge/store/db.ts'
import { nameContains } from '../../bridge/store/dialect.ts'
import { insertRows } from '../../bridge/store/bulk.ts'
import { changeClient, findClient } from '../../bridge/store/clients.ts'
import { onEachDatabase } from './databases.ts'
import { clientOf, person } from './people.ts'

const NAMES = [
  'Яблоко',
  'ЁЛКА',
  'Елена',
  'ежевика',
  'Ель',
  'Жук 100%',
  'Жук 1000',
  'A_B Ltd',
  'AXB Ltd',
  "О'Хара \\ [сын]",
  'ИП "Ким"',
]

onEachDatabase('Names', (place) => {
  let database: Database
  let manager: Context

  beforeAll(async () => {
    database = await place.open()
    manager = await person(database, 'manager')
    for (const name of NAMES) await clientOf(manager, name)
  })

  const found = async (typed: string) => {
    const rows: { name: string }[] = await database
      .db('clients')
      .modify(await nameContains(database.db, 'clients', searchKey(typed)))
      .orderBy(['search_key', 'id'])
    return rows.map(({ name }) => name)
  }

  it('sorts Ё with Е, whatever the case', async () => {
    const rows: { name: string }[] = await database.db('clients').orderBy(['search_key', 'id']).select('name')
    const russian = rows.map(({ name }) => name).filter((name) => /^[ЕЁеё]/.test(name))

    expect(russian).toEqual(['ежевика', 'Елена', 'ЁЛКА', 'Ель'])
  })

  it.each([
    ['елк', ['ЁЛКА']],
    ['ЁЛ', ['Елена', 'ЁЛКА', 'Ель']],
    ['ЕЖЕВ', ['ежевика']],
    ['жук 100%', ['Жук 100%']],
    ['a_b', ['A_B Ltd']],
    ["о'хара \\ [", ["О'Хара \\ [сын]"]],
    ['Ким', ['ИП "Ким"']],
    ['" or "1', []],
    ['нет такого', []],
  ])('finds by a part of the name: %s', async (typed, names) => {
    expect(await found(typed)).toEqual(names)
  })

  it('finds a client by its new name and no longer by the old one', async () => {
    const client = await findClient(manager, await clientOf(manager, 'Старое имя'))
    await changeClient(manager, client, { name: 'Обновлённое' })

    expect([await found('старое'), await found('обновленн')]).toEqual([[], ['Обновлённое']])
  })

  it('finds in a large list exactly what a look at every name finds (G12)', async () => {
    const blank = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '', note: '' }
    const times = { version: 1, created_at: '', updated_at: '', manager_id: manager.viewer.rowId }
    const names = Array.from({ length: 3_001 }, (_, at) => `ООО Ромашка-${at} ${at % 7 === 0 ? 'Север' : 'Юг'}`)
    const rows = names.map((name) => ({ ...blank, ...times, uuid: manager.newId(), name, search_key: searchKey(name) }))
    const ids = await database.transaction((db) => insertRows(db, 'clients', rows))

    const stored = (await database
      .db('clients')
      .whereIn('id', [ids[0] ?? 0, ids[3_000] ?? 0])
      .orderBy('id')) as { name: string }[]
    expect(stored.map(({ name }) => name)).toEqual([names[0], names[3_000]])
    for (const typed of ['-7', '-77 С', 'север', '100', 'машка-1 '])
      expect(new Set(await found(typed))).toEqual(
        new Set([...NAMES, ...names].filter((name) => searchKey(name).includes(searchKey(typed)))),
      )
  })
})
