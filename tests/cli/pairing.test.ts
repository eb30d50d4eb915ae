/** Is it the database that has worked with the bases, where it did? On every database, also under a service that is running. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { pair, type Paired, type Pairing } from '../../bridge/cli/pairing.ts'
import { audit, checkAudit } from '../../bridge/store/audit.ts'
import { addBase, healthOf, saveHealth } from '../../bridge/store/bases.ts'
import type { Database } from '../../bridge/store/db.ts'
import { appendJournal } from '../../bridge/store/journal.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { onEachDatabase, type Place } from '../store/databases.ts'

const AT = '2026-11-24T08:00:00.000Z'
const WORKS = { state: 'working' as const, reason: '', since: AT, nextTryAt: null, lastSeenAt: AT }
const root = mkdtempSync(join(tmpdir(), 'zveno-pairing-'))

afterAll(() => rmSync(root, { recursive: true, force: true }))

onEachDatabase('An installation and its database', (place) => {
  let database: Database
  let folder = ''

  beforeEach(async () => {
    database = await aDatabase(place)
    folder = mkdtempSync(join(root, 'data-'))
  })

  it('belong together from the first start, and a restart asks nothing', async () => {
    const first = await start(database, folder)
    await somethingHappens(database)
    await first.remember()
    const second = await start(database, folder)

    expect([first.doubt, second.doubt]).toEqual([null, null])
    expect(second.installation).toBe(first.installation)
  })

  it.runIf(place.dialect === 'sqlite')('a start at home writes nothing', async () => {
    await start(database, folder)
    const changed = async () => (await database.db.raw('select total_changes() as rows')) as { rows: number }[]
    const before = await changed()
    await start(database, folder)

    expect(await changed()).toEqual(before)
  })

  it.each(['audit', 'journal'])(
    'an older state of it stops the exchange: the %s lacks what was written down',
    async (table) => {
      const first = await start(database, folder)
      await somethingHappens(database)
      await first.remember()
      await database
        .db(table)
        .orderBy('id', 'desc')
        .limit(1)
        .first('id')
        .then((row: { id: number }) => database.db(table).where('id', row.id).delete())
      const second = await start(database, folder)

      expect(second.doubt).toBe('bridge.restored')
      expect(await healthOf(database.db, 1)).toMatchObject({ state: 'stopped', reason: 'bridge.restored' })
    },
  )

  it('put back under a service that is running, it is noticed at the next look', async () => {
    const running = await start(database, folder)
    await somethingHappens(database)
    await running.remember()
    await database.db('journal').delete()
    await running.remember()

    expect(await healthOf(database.db, 1)).toMatchObject({ state: 'stopped', reason: 'bridge.restored' })
    expect(await checkAudit(database.db)).toMatchObject({ brokenAt: null })
  })

  it("a database without a base to speak to is nobody's copy", async () => {
    const empty = await place.open()
    const first = await start(empty, folder)
    await empty.db('installation').update({ home: 'elsewhere' })

    expect([first.doubt, (await start(empty, folder)).doubt]).toEqual([null, null])
  })
})

onEachDatabase('A database on a server', (place) => {
  it.skipIf(place.dialect === 'sqlite')('is shared by several servers, each with a folder of its own', async () => {
    const database = await aDatabase(place)
    const [one, other] = [mkdtempSync(join(root, 'data-')), mkdtempSync(join(root, 'data-'))]
    const doubts = []
    for (const folder of [one, other, one, other]) doubts.push((await start(database, folder, ADDRESS)).doubt)

    expect(doubts).toEqual([null, null, null, null])
  })

  it.skipIf(place.dialect === 'sqlite')(
    'copied to another address, it asks; another password is no other address',
    async () => {
      const database = await aDatabase(place)
      const folder = mkdtempSync(join(root, 'data-'))
      await start(database, folder, ADDRESS)
      const samePlace = await start(database, folder, ADDRESS.replace('secret', 'another'))
      const elsewhere = await start(database, folder, ADDRESS.replace('host', 'stand'))
      const home = (await database.db('installation').first('home')) as { home: string }

      expect([samePlace.doubt, elsewhere.doubt]).toEqual([null, 'bridge.copied'])
      expect(home.home).not.toContain('secret')
    },
  )
})

const ADDRESS = 'postgres://zveno:secret@host:5432/zveno'

async function start(database: Database, folder: string, url = ''): Promise<Pairing> {
  const robot = await robotViewer(database.db)
  const given: Paired = { database, folder, url, robot, now: () => AT, log: () => {} }
  return pair(given)
}

async function aDatabase(place: Place): Promise<Database> {
  const database = await place.open()
  const base = { id: 'a base', name: 'buh', connector: 'odata', mapping: 'bp30', url: '', login: '', secret: '' }
  await addBase(database.db, { ...base, timeZone: 'Europe/Moscow' })
  await saveHealth(database.db, 1, WORKS)
  return database
}

async function somethingHappens(database: Database): Promise<void> {
  const viewer = await robotViewer(database.db)
  const line = { direction: 'out' as const, noun: 'invoice', foreignKey: 'k', version: '', outcome: 'sent', reason: '' }
  await database.transaction(async (db) => {
    await appendJournal(db, { base: 1, run: 0, at: AT, mappingVersion: '' }, [{ ...line, body: {} }])
    await audit({ db, viewer, now: () => AT }, { action: 'test', subject: 'test:1', facts: {} })
  })
}
