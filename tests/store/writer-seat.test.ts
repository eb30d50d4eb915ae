/** The connection that writes is handed from one to the next in the order of their coming, and nobody keeps the others waiting for ever. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knex from 'knex'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../bridge/store/db.ts'
import { sqliteConfig } from '../../bridge/store/sqlite.ts'
import { WriterSeat } from '../../bridge/store/writer-seat.ts'

const LONG_MS = 10_000

describe('The seat of the connection that writes', () => {
  it('is given to those who wait in the order of their coming', async () => {
    const seat = new WriterSeat()
    const turns: string[] = []
    const work = async (name: string) => {
      await seat.take(LONG_MS)
      turns.push(`${name} begins`)
      await Promise.resolve()
      turns.push(`${name} ends`)
      seat.leave()
    }
    await Promise.all(['Anna', 'Boris', 'Vera'].map(work))

    expect(turns).toEqual(['Anna begins', 'Anna ends', 'Boris begins', 'Boris ends', 'Vera begins', 'Vera ends'])
  })

  it('is not taken by whoever asks in the moment between two turns', async () => {
    const seat = new WriterSeat()
    await seat.take(LONG_MS)
    const second = seat.take(LONG_MS).then(() => 'second')
    seat.leave()
    const third = seat.take(LONG_MS).then(() => 'third')

    expect(await Promise.race([third, second])).toBe('second')
    seat.leave()
    expect(await third).toBe('third')
  })

  it('lets go of whoever has waited too long, and goes on with the next', async () => {
    const seat = new WriterSeat()
    await seat.take(LONG_MS)
    const hasty = seat.take(1)
    const patient = seat.take(LONG_MS).then(() => 'patient')

    await expect(hasty).rejects.toBeInstanceOf(knex.KnexTimeoutError)
    seat.leave()
    expect(await patient).toBe('patient')
  })
})

describe('The embedded database', () => {
  it('is closed after the transaction that is under way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zveno-seat-'))
    const database = await openDatabase({ url: '', folder })
    let closed: Promise<void> | undefined
    await database.transaction(async (db) => {
      closed = database.close()
      await new Promise(setImmediate)
      expect(await db('users').count({ n: '*' }).first()).toBeDefined()
    })
    await closed
    await expect(database.db('users').first()).rejects.toThrow('Unable to acquire a connection')
    rmSync(folder, { recursive: true, force: true })
  })

  it('lets a transaction of knex and plain statements take turns on the only connection', async () => {
    const writer = knex(sqliteConfig(':memory:', 'writer'))
    await writer.schema.createTable('notes', (t) => void t.string('text', 20))
    const began = await writer.transaction()
    const after = writer('notes').insert({ text: 'outside' }).then()
    await began('notes').insert({ text: 'inside' })
    await began.rollback()
    await after

    expect(await writer('notes').pluck('text')).toEqual(['outside'])
    await writer.destroy()
  })
})
