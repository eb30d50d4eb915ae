/** What really goes over the wire to SQL Server, and what its errors become: the driver and knex run for real. */
import { afterEach, describe, expect, it } from 'vitest'
import { contextOn, type Context } from '../../bridge/store/context.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import { insertIfFree } from '../../bridge/store/bulk.ts'
import { isLocked, isTaken } from '../../bridge/store/dialect.ts'
import { addressOf, startFakeTds, type Answer, type FakeServer, type Statement } from './fake-tds.ts'
import { NOW } from './people.ts'

const PASSWORD = 'poison p/w'
const DEADLOCK: Answer = { error: 1205, says: 'chosen as the deadlock victim', ends: true }
const LOCK_TIMEOUT: Answer = { error: 1222, says: 'Lock request time out period exceeded' }
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

describe('The way to SQL Server', () => {
  it('signs in with the credentials of the address, without encryption when it says so', async () => {
    const { server } = await world()

    expect(server.logins[0]).toEqual({ user: 'zveno', database: 'crm' })
  })

  it('is a sentence without the password when the server refuses the login', async () => {
    const { server } = await world()

    const refusal: unknown = await openDatabase({ url: addressOf(server.port, 'poison wrong'), folder: '' }).catch(
      (error: unknown) => error,
    )

    expect(refusal).toMatchObject({
      code: 'database.unreachable',
      facts: { fault: expect.stringContaining(`Login failed for user 'zveno'`) as string },
    })
    expect(JSON.stringify(refusal)).not.toContain('poison')
  })

  it('tells a mistake of ours from a server that is away', async () => {
    const server = await start(() => ({ error: 208, says: 'Invalid object name' }))

    await expect(openDatabase({ url: server.url, folder: '' })).rejects.toMatchObject({ code: 'EREQUEST', number: 208 })
  })
})

describe('Parameters on SQL Server', () => {
  it.each([
    ['короткий', 'nvarchar(100)', 100, 'короткий'],
    ['я'.repeat(101), 'nvarchar(4000)', 4_000, 'я'.repeat(101)],
    ['я'.repeat(4_001), 'nvarchar(max)', Infinity, 'я'.repeat(4_001)],
    [7, 'int', 4, 7],
    [2_147_483_648, 'bigint', 8, 2_147_483_648n],
    [Number.MAX_SAFE_INTEGER, 'bigint', 8, 9_007_199_254_740_991n],
    [true, 'bit', 1, true],
    [false, 'bit', 1, false],
  ])('have one of few types and keep their value, case %#', async (given, declared, length, value) => {
    const { server, database } = await world()

    await database.db('people').insert({ it: given })

    expect(server.statements.at(-1)?.parameters).toEqual([{ name: 'p0', declared, length, value }])
  })

  it('refuse a number that cannot be held exactly', async () => {
    const { database } = await world()

    await expect(database.db('people').insert({ it: 2 ** 53 })).rejects.toThrow(/safe integer/)
  })

  it('stay parameters, whatever was typed', async () => {
    const { server, database } = await world()

    await database.db('people').where({ name: `'; drop table people --` })

    expect(server.statements.at(-1)).toMatchObject({ sql: 'select * from [people] where [name] = @p0' })
  })
})

describe('A transaction on SQL Server', () => {
  it('begins, writes and commits', async () => {
    const { server, database } = await world()

    await database.transaction((db) => db('people').insert({ id: 1 }))

    expect(server.heard).toEqual(['begin', 'insert into [people] ([id]) values (@p0)', 'commit'])
  })

  it('is rolled back when the work fails', async () => {
    const { server, database } = await world()

    const work = database.transaction(() => Promise.reject(new Error('changed my mind')))

    await expect(work).rejects.toThrow('changed my mind')
    expect(server.heard).toEqual(['begin', 'rollback'])
  })

  it('takes a lock that ends with it while the shape is brought up to date', async () => {
    const server = await start(quiet)

    const database = await openDatabase({ url: server.url, folder: '' })
    closing.push(() => database.close())

    expect(server.heard[0]).toBe('begin')
    expect(server.heard[1]).toContain('exec sp_getapplock @Resource = @p0')
    expect(server.heard.at(-1)).toBe('commit')
  })
})

describe('Errors of SQL Server', () => {
  it.each([2627, 2601])('%i is a key that is taken, and the row stays out', async (error) => {
    const { server, database } = await world((statement) =>
      statement.sql.startsWith('insert') ? { error, says: 'duplicate key' } : quiet(statement),
    )

    const inserted = await database.transaction((db) => insertIfFree(db, 'people', { id: 1 }))

    expect(inserted).toBe(false)
    expect(server.heard.filter((line) => !line.includes(' '))).toEqual(['begin', 'save', 'rollback', 'commit'])
  })

  it('a claim learns from the count of changed rows whether it was first', async () => {
    const counts: Answer[] = [{ rows: [{ '': 1 }] }, { rows: [{ '': 0 }] }]
    const { database } = await world(() => counts.shift() ?? { rows: [] })
    const claim = () => database.db('people').where({ id: 1, claimed_by: '' }).update({ claimed_by: 'us' })

    expect([await claim(), await claim()]).toEqual([1, 0])
  })

  it.each([
    [DEADLOCK, false, true],
    [LOCK_TIMEOUT, false, true],
    [{ error: 547, says: 'conflicted with a foreign key' } as const, false, false],
  ])('keep their number on the way, case %#', async (answer, taken, locked) => {
    const { database } = await world(() => answer)

    const error: unknown = await database
      .db('people')
      .insert({ id: 1 })
      .catch((thrown: unknown) => thrown)

    expect([isTaken(error), isLocked(error)]).toEqual([taken, locked])
  })
})

describe('A deed that another process blocks on SQL Server', () => {
  it.each([
    ['a deadlock', DEADLOCK, ['begin', 'begin', 'commit']],
    ['a lock that took too long', LOCK_TIMEOUT, ['begin', 'rollback', 'begin', 'commit']],
  ])('is done anew after %s', async (_, answer, ends) => {
    const answers = [answer]
    const { server, ctx } = await world(() => answers.shift() ?? { rows: [] })

    await ctx.transaction(({ db }) => db('people').insert({ id: 1 }))

    expect(server.statements).toHaveLength(2)
    expect(server.heard.filter((line) => !line.includes(' '))).toEqual(ends)
  })

  it('is given up after four attempts, and says why', async () => {
    const { server, ctx } = await world(() => DEADLOCK)

    const given = ctx.transaction(({ db }) => db('people').insert({ id: 1 }))

    await expect(given).rejects.toMatchObject({ code: 'server.busy', cause: { number: 1205 } })
    expect(server.statements).toHaveLength(4)
  })

  it('is not repeated for any other error', async () => {
    const { server, ctx } = await world(() => ({ error: 547, says: 'conflicted with a foreign key' }))

    await expect(ctx.transaction(({ db }) => db('people').insert({ id: 1 }))).rejects.toMatchObject({ number: 547 })
    expect(server.statements).toHaveLength(1)
  })
})

const VIEWER = { rowId: 1, id: 'anna', name: 'Anna', role: 'manager', department: '', language: 'ru' } as const

interface World {
  server: FakeServer
  database: Database
  ctx: Context
}

/** A server whose database is already in shape; what it has heard begins after that. */
async function world(answer: (statement: Statement) => Answer = quiet): Promise<World> {
  let open = false
  const server = await start((statement) => (open ? answer(statement) : quiet(statement)))
  const database = await openDatabase({ url: server.url, folder: '' })
  closing.push(() => database.close())
  open = true
  server.heard.splice(0)
  server.statements.splice(0)
  const ctx = contextOn(database, { viewer: VIEWER, now: () => NOW, newId: () => 'new' })
  return { server, database, ctx }
}

async function start(answer: (statement: Statement) => Answer): Promise<FakeServer> {
  const server = await startFakeTds({ password: PASSWORD, answer })
  closing.push(() => server.stop())
  return server
}

/** Has every table, and the ledger says that every migration has run. */
function quiet({ sql }: Statement): Answer {
  if (sql.includes('[migrations]')) return { rows: [{ name: '001-first' }, { name: '002-clients-in-order' }] }
  if (sql.includes('object_id')) return { rows: [{ object_id: 1 }] }
  return { rows: [] }
}
