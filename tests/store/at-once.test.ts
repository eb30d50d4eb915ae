/** The embedded database answers at once where it may: on the connection that writes, between its transactions and never inside one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database, type Db } from '../../bridge/store/db.ts'
import { rewriting } from '../verify/schedules/rewrite.ts'

let folder: string
let database: Database
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zveno-at-once-'))
  database = await openDatabase({ url: '', folder })
  await database.db.schema.createTable('notes', (t) => {
    t.increments('id')
    t.string('text', 20)
  })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const notes = (db: Db): Promise<string[]> => db('notes').orderBy('id').pluck('text')

describe('The embedded database', () => {
  it('shows screens nothing that is not committed, and does not let them wait for it', async () => {
    await database.transaction(async (db) => {
      await db('notes').insert({ text: 'first' })

      expect(await notes(db)).toEqual(['first'])
      expect(await notes(database.reader)).toEqual([])
    })
    expect(await notes(database.reader)).toEqual(['first'])
  })

  it('lets a write wait for the transaction that is under way, instead of becoming a part of it', async () => {
    let write: Promise<unknown> | undefined
    const failed = database.transaction(async (db) => {
      await db('notes').insert({ text: 'taken back' })
      write = database.db('notes').insert({ text: 'second' }).then()
      throw new Error('it came to nothing')
    })

    await expect(failed).rejects.toThrow('it came to nothing')
    await write
    expect(await notes(database.reader)).toEqual(['first', 'second'])
  })

  it('keeps a transaction of a reader to one moment, whatever is written meanwhile', async () => {
    const moment = await database.reader.transaction()
    const before = await notes(moment)
    await database.db('notes').insert({ text: 'third' })

    expect(await notes(moment)).toEqual(before)
    expect(await notes(database.reader)).toEqual([...before, 'third'])
    await moment.rollback()
  })

  it('lets no reader write', async () => {
    await expect(database.reader('notes').insert({ text: 'no' })).rejects.toThrow(/readonly/)
    await expect(database.reader('notes').insert({ text: 'no' }).returning('id')).rejects.toThrow(/readonly/)
    expect(await notes(database.reader)).not.toContain('no')
  })

  it('goes one way to the driver, inside a transaction and outside, so that the proofs can take a net out of it', async () => {
    const seen: string[] = []
    const own = await openDatabase({ url: '', folder: join(folder, 'own') })
    const changed = rewriting(own, (said) => {
      seen.push(said.sql.slice(0, 6))
      return said
    })

    await changed.db('troubles').first()
    await changed.transaction(async (inner) => {
      await inner('troubles').first()
      await inner('troubles').delete()
    })

    expect(seen).toEqual(['select', 'select', 'delete'])
    await own.close()
  })

  it('writes a limit into the text, for as a parameter it would have every question planned anew', () => {
    const first = database.reader('notes').where('text', 'first').first().toSQL()

    expect([first.sql, first.bindings]).toEqual(['select * from `notes` where `text` = ? limit 1', ['first']])
  })

  it('gives all columns of a table that another process has extended meanwhile', async () => {
    const whole = () => database.reader('notes').orderBy('id').first()
    await whole()
    const other = await openDatabase({ url: '', folder })
    await other.db.schema.alterTable('notes', (t) => t.string('author', 20).defaultTo('Anna'))
    await other.close()

    expect(await whole()).toEqual({ id: 1, text: 'first', author: 'Anna' })
  })
})
