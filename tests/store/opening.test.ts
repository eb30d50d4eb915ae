/** What happens when the database cannot be opened: a stable code and what to look at, never a half-open door. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type DatabaseOptions } from '../../bridge/store/db.ts'
import { onEachDatabase } from './databases.ts'

describe('Opening the embedded database', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zveno-open-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('says which file is no database and leaves it as it was', async () => {
    writeFileSync(join(folder, 'zveno.sqlite'), 'poison '.repeat(1_000))

    await expect(openDatabase({ url: '', folder })).rejects.toMatchObject({
      code: 'database.unreadable',
      facts: { file: join(folder, 'zveno.sqlite') },
    })
  })

  it('says which folder cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '')

    await expect(openDatabase({ url: '', folder: join(folder, 'file') })).rejects.toMatchObject({
      code: 'database.folder',
      facts: { folder: join(folder, 'file') },
    })
  })
})

describe('Opening a database server', () => {
  it.each(['mysql://u@h/d', 'zveno.sqlite', 'file:///tmp/x'])(
    'names the addresses that it understands: %s',
    async (url) => {
      await expect(openDatabase({ url, folder: '' })).rejects.toMatchObject({ code: 'database.wrong-url' })
    },
  )

  it('says that nobody answers, without the password', async () => {
    const port = await freePort()

    const refusal: unknown = await openDatabase({ url: `postgres://u:poison@127.0.0.1:${port}/z`, folder: '' }).catch(
      (error: unknown) => error,
    )

    expect(refusal).toMatchObject({ code: 'database.unreachable' })
    expect(JSON.stringify(refusal)).not.toContain('poison')
  })
})

onEachDatabase('A database', (place) => {
  it('is brought to its shape once, also by several processes that start together', async () => {
    const options = await place.reserve()
    await Promise.all(['one', 'two', 'three'].map(() => openElsewhere(options)))

    const database = await openDatabase(options)
    const names: unknown = await database.db('migrations').select('name')
    await database.close()
    expect(names).toEqual([
      { name: '001-first' },
      { name: '002-clients-in-order' },
      { name: '003-intents-by-key' },
      { name: '004-observations' },
      { name: '005-awaited-invoices' },
      { name: '006-installation' },
      { name: '008-certificates' },
      { name: '009-mapping-versions' },
      { name: '010-found-by-what-is-rare' },
      { name: '011-news' },
      { name: '012-runs-of-people' },
      { name: '013-edits' },
      { name: '014-changes' },
      { name: '015-callers' },
      { name: '016-personal-data' },
      { name: '017-panel' },
      { name: '018-late-calls' },
      { name: '019-fewer-indexes' },
      { name: '020-days-of-documents' },
    ])
  })

  it('is left alone by an older Zveno than the one that has worked on it', async () => {
    const database = await place.open()
    await database.db('migrations').insert({ name: '999-of-tomorrow' })

    await expect(place.again(database)).rejects.toMatchObject({
      code: 'database.newer',
      facts: { migration: '999-of-tomorrow' },
    })
  })

  it('refuses to hand out a number that it could not hold exactly', async () => {
    const database = await place.open()
    const { wide } = await import('../../bridge/store/rows.ts')

    const sums = database.db.select(database.db.raw(`${Number.MAX_SAFE_INTEGER} as largest`)).first()

    expect(wide(((await sums) as { largest: string }).largest)).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => wide('9007199254740993')).toThrow(RangeError)
  })
})

/** Opens and closes the database in a process of its own. */
async function openElsewhere(options: DatabaseOptions): Promise<void> {
  const script = join(import.meta.dirname, 'opener.ts')
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script, options.url, options.folder])
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
