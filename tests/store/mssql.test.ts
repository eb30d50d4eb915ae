/** What the store says to SQL Server, as far as it can be seen without one: compiled statements, types and error numbers. */
import knex, { type Knex } from 'knex'
import { afterAll, describe, expect, it } from 'vitest'
import { containing, dialectOf, isLocked, isTaken, keyType, nameContains } from '../../bridge/store/dialect.ts'
import { serverConfig } from '../../bridge/store/servers.ts'

interface Binding {
  value: unknown
  type: { declaration(parameter: object): string }
}

interface Settings {
  server: string
  password: string
  options: { encrypt: boolean; mapBinding(value: unknown): Binding | undefined }
}

describe('The store on SQL Server', () => {
  const config = serverConfig('mssql', 'mssql://us%40er:p%2Fw@db.example:1444/zveno?encrypt=false')
  const db: Knex = knex(config)
  const settings = config.connection as Settings
  afterAll(() => db.destroy())

  it('reads address, credentials and encryption out of the URL', () => {
    expect(dialectOf(db)).toBe('mssql')
    expect(settings).toMatchObject({
      server: 'db.example',
      port: 1444,
      user: 'us@er',
      password: 'p/w',
      database: 'zveno',
    })
    expect([settings.options.encrypt, encryptionOf('mssql://u@h/d')]).toEqual([false, true])
  })

  it('claims by a conditional update', () => {
    const claim = db('intents')
      .where({ id: 7, fence: 2 })
      .where('lease_until', '<=', 't')
      .update({ fence: 3 })
      .toSQL()
      .toNative()

    expect(claim.sql).toBe(
      'update [intents] set [fence] = @p0 where [id] = @p1 and [fence] = @p2 and [lease_until] <= @p3;select @@rowcount',
    )
  })

  it('searches a part of a name with every sign of the pattern taken literally', async () => {
    const search = db('clients')
      .modify(await nameContains(db, 'clients', '[50%_'))
      .orderBy('search_key')
      .limit(50)
      .toSQL()
      .toNative()

    expect(search.sql).toBe(
      `select top (@p0) * from [clients] where [clients].[search_key] like @p1 escape '\\' order by [search_key] asc`,
    )
    expect(search.bindings).toEqual([50, '%\\[50\\%\\_%'])
    expect(containing('a\\b')).toBe('%a\\\\b%')
  })

  it('keeps search keys in a collation that compares sign by sign', () => {
    expect(keyType(db, 400)).toBe('nvarchar(400) collate Latin1_General_100_BIN2')
  })

  it.each([
    ['', 'nvarchar(100)'],
    ['я'.repeat(100), 'nvarchar(100)'],
    ['я'.repeat(101), 'nvarchar(4000)'],
    ['я'.repeat(4_000), 'nvarchar(4000)'],
  ])('binds texts with one of few lengths, case %#', (value, declaration) => {
    expect(settings.options.mapBinding(value)?.type.declaration({ value })).toBe(declaration)
  })

  it('leaves numbers, yes-no and very long texts to the driver', () => {
    for (const value of [1, true, null, 'x'.repeat(4_001)]) expect(settings.options.mapBinding(value)).toBeUndefined()
  })

  it.each([
    [2627, true, false],
    [2601, true, false],
    [1205, false, true],
    [1222, false, true],
    [547, false, false],
  ])('knows what error %i means', (number, taken, locked) => {
    const error = Object.assign(new Error('said by the server'), { number, code: 'EREQUEST' })

    expect([isTaken(error), isLocked(error)]).toEqual([taken, locked])
  })
})

function encryptionOf(url: string): boolean {
  return (serverConfig('mssql', url).connection as Settings).options.encrypt
}
