/** A record is found among the lines of a first load without an index on it: by its moment, in a few questions (S2, S13). */
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../bridge/store/db.ts'
import { lineOfAnswer, singleLines } from '../../bridge/store/journal-search.ts'
import { appendJournal, packed, saidIn } from '../../bridge/store/journal.ts'
import { onEachDatabase } from './databases.ts'

const PAGES = 40
const PER_PAGE = 100
/** Halving 4 000 ids twice, and the line itself. */
const MOST_QUESTIONS = 35

onEachDatabase('The journal', (place) => {
  let database: Database
  beforeAll(async () => {
    database = await place.open()
    for (let page = 0; page < PAGES; page++) await keepPage(database, page)
  }, 60_000)

  const sought = (page: number, key: string) => ({ base: 1, noun: 'invoice' as const, key, asOf: moment(page) })

  it('leads from the moment of a row to the line that brought it, and to its words', async () => {
    for (const page of [0, 1, 17, PAGES - 1]) {
      const found = await lineOfAnswer(database.db, sought(page, `key-${page}-42`))
      expect(found).toMatchObject({ version: `v${page}`, runId: 7, mappingVersion: 'm1' })
      expect(await saidIn(database.db, found?.id ?? 0)).toEqual({ number: `${page}/42` })
    }
  })

  it('finds neither the line of another base with the same key nor one of another time', async () => {
    expect(await lineOfAnswer(database.db, { ...sought(3, 'key-3-42'), base: 2 })).toBeUndefined()
    expect(await lineOfAnswer(database.db, sought(30, 'key-3-42'))).toBeUndefined()
    expect(await lineOfAnswer(database.db, sought(PAGES + 9, 'key-3-42'))).toBeUndefined()
  })

  it('needs a number of questions that hardly grows with the journal', async () => {
    let questions = 0
    const count = () => void questions++
    database.db.on('query', count)

    await lineOfAnswer(database.db, sought(20, 'key-20-7'))
    database.db.off('query', count)

    expect(questions).toBeLessThan(MOST_QUESTIONS)
  })

  it('keeps lines with words of their own apart: they are found by an index, newest first', async () => {
    const at = moment(PAGES + 1)
    for (const version of ['a', 'b'])
      await database.transaction((db) =>
        appendJournal(db, { base: 1, run: 8, at, mappingVersion: 'm1' }, [{ ...line('key-3-42', version), body: {} }]),
      )

    const found = await singleLines(database.db, sought(3, 'key-3-42'))

    expect(found.map(({ version }) => version)).toEqual(['b', 'a'])
  })
})

async function keepPage(database: Database, page: number): Promise<void> {
  const items = Array.from({ length: PER_PAGE }, (_none, at) => ({ number: `${page}/${at}` }))
  const answer = await packed(new TextEncoder().encode(JSON.stringify({ value: items })))
  const head = { base: 1, run: 7, at: moment(page), mappingVersion: 'm1', answer }
  const lines = items.map((_item, item) => ({ ...line(`key-${page}-${item}`, `v${page}`), item }))
  return database.transaction((db) => appendJournal(db, head, lines))
}

function line(foreignKey: string, version: string) {
  return { direction: 'in' as const, noun: 'invoice', foreignKey, version, outcome: 'applied', reason: '' }
}

/** Pages come a minute apart, as from a slow base. */
function moment(page: number): string {
  return new Date(Date.parse('2026-11-24T08:00:00.000Z') + page * 60_000).toISOString()
}
