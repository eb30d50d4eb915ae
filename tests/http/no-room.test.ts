/** A full disk and a locked file are no incidents: people hear what to do, nothing is changed, and the same process goes on. */
import knex from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../bridge/store/db.ts'
import { sqliteConfig } from '../../bridge/store/sqlite.ts'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let anna: Browser
beforeAll(async () => {
  here = await world()
  anna = await browserOf(here, 'anna')
})
afterAll(() => here.close())

const pragma = (text: string) => here.database.db.raw(`pragma ${text}`)
const create = () => anna.send('POST', '/api/clients', { name: 'ООО «Ромашка»', note: 'я'.repeat(4_000) })
const clients = async () => ((await here.database.db('clients').count({ n: '*' }).first()) as { n: number }).n

async function anotherProgram(): Promise<Db> {
  const [main] = (await pragma('database_list')) as { file: string }[]
  return knex(sqliteConfig(String(main?.file), 'writer'))
}

describe('A database that cannot be written to', () => {
  it('for want of room on the disk says so, keeps what it has, and works again when there is room', async () => {
    const before = await clients()
    await pragma('max_page_count = 1')
    let answer = await create()
    for (let times = 0; times < 50 && answer.status === 201; times++) answer = await create()
    const full = await clients()

    expect(answer).toMatchObject({ status: 503, body: { code: 'database.full' } })
    expect(answer.body.detail).toMatch(/^На диске/)
    expect(full - before).toBeLessThan(50)

    await pragma('max_page_count = 1000000')
    expect((await create()).status).toBe(201)
    expect(await clients()).toBe(full + 1)
  })

  it('because another program holds it says that it is busy and when to come back', async () => {
    await pragma('busy_timeout = 1')
    const program = await anotherProgram()
    const held = await program.transaction()
    await held('cycles').update({ name: 'held' })

    const { status, body, headers } = await create()
    await held.rollback()
    await program.destroy()

    expect([status, body.code]).toEqual([503, 'server.busy'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await create()).status).toBe(201)
  })
})
