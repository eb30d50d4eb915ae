/** A backup is older than an erasure: what comes back with it is erased once more, without a list of anybody's data (I15, F114). */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../bridge/actions/erase-person.ts'
import { tieCounterparty } from '../../bridge/store/client-counterparties.ts'
import { addClient } from '../../bridge/store/clients.ts'
import { contextOn } from '../../bridge/store/context.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { desk, type Desk } from './zveno.ts'

const WITH_PASSWORD = { ZVENO_BASE_PASSWORD: 'odata' }
const TAX_NUMBER = '540600000298'
const NO_DETAILS = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '', note: '' }

let here: Desk
let base: Awaited<ReturnType<Desk['start']>>
let url = ''
let backup = ''
let list = ''
let key = ''

beforeAll(async () => {
  here = desk()
  base = await here.start(['simulate', '--port', '0', '--world', 'demo', '--json'])
  url = (base.json as { odata: string }).odata
  await connected(here)
  await here.zveno(['sync', '--once', '--json'])
  backup = join(here.folder, 'monday.zveno')
  list = join(here.folder, 'erasures.json')
  await here.zveno(['backup', backup, '--json'])
  await within(here, eraseLukin)
  writeFileSync(list, (await here.zveno(['erasures', 'list', '--json'])).out)
}, 120_000)
afterAll(async () => {
  await base.stop()
  here.clear()
})

const connected = (at: Desk) => at.zveno(['connect', url, '--user', 'odata', '--save', 'buh', '--json'], WITH_PASSWORD)

async function within<T>({ folder }: Desk, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: '', folder })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function eraseLukin(database: Database): Promise<void> {
  const viewer = await robotViewer(database.db)
  const ctx = contextOn(database, { viewer, now: () => '2026-11-25T08:00:00.000Z', newId: () => randomUUID() })
  const row: { id: number; uuid: string } = await database.db('counterparties').where('tax_number', TAX_NUMBER).first()
  await ctx.transaction(async (tx) => {
    const client = await addClient(tx, { ...NO_DETAILS, id: randomUUID(), name: 'Школа', managerRowId: viewer.rowId })
    await tieCounterparty(tx, { client, counterparty: row.id })
  })
  key = (await database.db('links').where({ noun: 'counterparty', our_id: row.id }).pluck('foreign_key'))[0] as string
  await erasePerson(ctx, row.uuid, { reason: 'not-needed', records: [row.uuid] })
}

/** Names under which Lukin is known here. */
const known = (at: Desk) =>
  within(at, async ({ db }) => [
    await db('counterparties').where('tax_number', TAX_NUMBER).pluck('name'),
    await db('counterparties').where('name', 'like', 'Удалено%').pluck('name'),
  ])

describe('Erasures after a restore (I15, F114)', () => {
  it('are listed by ids alone', () => {
    const text = readFileSync(list, 'utf8')

    expect(text).toContain(key)
    expect(text).not.toMatch(/Лукин|540600000298/)
  })

  it('are carried out once more by restore itself, out of the database that was there; the audit trail verifies', async () => {
    const { code, json } = await here.zveno(['restore', backup, '--json'])
    const verified = await here.zveno(['audit', 'verify', '--json'])

    expect(code).toBe(0)
    expect(json()).toMatchObject({ erased: { repeated: 1, waiting: 0 } })
    expect(await known(here)).toEqual([[], ['Удалено · erased № 1']])
    expect([verified.code, verified.json()]).toMatchObject([0, { brokenAt: null }])
  }, 60_000)

  it('are carried out by a command where the former database is lost, and only once', async () => {
    const other = desk()
    await other.zveno(['restore', backup, '--json'])
    const before = await known(other)
    const first = await other.zveno(['erasures', 'repeat', list, '--json'])
    const second = await other.zveno(['erasures', 'repeat', list, '--json'])
    const after = await known(other)
    other.clear()

    expect(before).toEqual([['Лукин Е. С. ИП'], []])
    expect([first.json(), second.json()]).toMatchObject([{ repeated: 1 }, { repeated: 0, known: 1 }])
    expect(after).toEqual([[], ['Удалено · erased № 1']])
  }, 60_000)

  it('hold also for a record that the backup did not have: it comes from the base without the data', async () => {
    const other = desk()
    await connected(other)
    const { json } = await other.zveno(['erasures', 'repeat', list, '--json'])
    await other.zveno(['sync', '--once', '--json'])
    const names = await known(other)
    other.clear()

    expect(json()).toMatchObject({ repeated: 1 })
    expect(names).toEqual([[], ['Удалено · erased № 1']])
  }, 60_000)

  it.each([
    ['{', 'no JSON'],
    ['{"format":"zveno.erasures/1","erasures":[{"id":1}]}', 'something else'],
  ])('%s is refused in one sentence: %s', async (text) => {
    const file = join(here.folder, 'broken.json')
    writeFileSync(file, text)

    const { code, json } = await here.zveno(['erasures', 'repeat', file, '--json'])

    expect([code, json()]).toMatchObject([1, { error: { code: 'erasures.unreadable' } }])
  })
})
