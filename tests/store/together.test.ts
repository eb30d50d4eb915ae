/** What the store promises when several write at the same time, on every database at hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import { audit, checkAudit } from '../../bridge/store/audit.ts'
import { addBase, holdBase, lateCallsOf, leaseBase, releaseBase } from '../../bridge/store/bases.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Database, Db } from '../../bridge/store/db.ts'
import { insertIfFree } from '../../bridge/store/bulk.ts'
import { isTaken } from '../../bridge/store/dialect.ts'
import { findKey, keepAnswer, takeKey } from '../../bridge/store/idempotency.ts'
import { claimIntent, stepIntent } from '../../bridge/store/intent-steps.ts'
import { addIntent, findIntent, type StoredIntent } from '../../bridge/store/intents.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { onEachDatabase } from './databases.ts'
import { NOW, person } from './people.ts'

const LATER = '2026-11-24T09:00:30.000Z'
const MANY = 40

onEachDatabase('Several at once', (place) => {
  let database: Database
  let neighbour: Database
  let robot: Context

  beforeAll(async () => {
    database = await place.open()
    neighbour = await place.again(database)
    robot = await person(database, 'robot')
  })

  it('stores what succeeds and nothing of what fails, though both were committed together', async () => {
    const works = Array.from({ length: MANY }, (_, at) =>
      database.transaction(async (db) => {
        await db('idempotency').insert({ ...keyOf(robot, `together-${at}`), ...valuesOf('done') })
        if (at % 4 === 0) throw new Error('poison')
      }),
    )
    const outcomes = await Promise.allSettled(works)

    const stored: { request_key: string }[] = await neighbour
      .db('idempotency')
      .where('request_key', 'like', 'together-%')
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(MANY / 4)
    expect(stored).toHaveLength(MANY - MANY / 4)
    expect(stored.some(({ request_key: key }) => key === 'together-0' || key === 'together-4')).toBe(false)
  })

  it('(issue 2, bad input) two processes that start on a new database at once share one robot', async () => {
    const fresh = await place.open()
    const other = await place.again(fresh)
    const [mine, theirs] = await Promise.all([robotViewer(fresh.db), robotViewer(other.db)])

    expect(mine).toEqual(theirs)
    expect(await fresh.db('users').where('role', 'robot')).toHaveLength(1)
  })

  it('takes a part back alone, with what was done inside it, and goes on with the rest', async () => {
    const keep = (db: Db, key: string) => db('idempotency').insert({ ...keyOf(robot, key), ...valuesOf('done') })
    await database.transaction(async (db) => {
      await keep(db, 'part-before')
      const failing = db.transaction(async (inner) => {
        await keep(inner, 'part-failing')
        await inner.transaction((deeper) => keep(deeper, 'part-deeper'))
        throw new Error('poison')
      })
      await expect(failing).rejects.toThrow('poison')
      await db.transaction((inner) => keep(inner, 'part-after'))
    })

    const stored: { request_key: string }[] = await neighbour.db('idempotency').where('request_key', 'like', 'part-%')
    expect(stored.map(({ request_key: key }) => key).toSorted()).toEqual(['part-after', 'part-before'])
  })

  it('refuses a statement that comes after its transaction has ended, so that nothing is stored by halves', async () => {
    let late: Db | undefined
    await database.transaction((db) => {
      late = db
      return Promise.resolve()
    })

    await expect(late?.('idempotency').insert({ ...keyOf(robot, 'late'), ...valuesOf('done') })).rejects.toThrow()
    await expect(late?.raw('select 1')).rejects.toThrow()
    await expect(late?.transaction(() => Promise.resolve())).rejects.toThrow()
    expect(await findKey(database.db, { userRowId: robot.viewer.rowId, key: 'late' })).toBeUndefined()
  })

  it('answers a transaction only after others can see what it wrote', async () => {
    await database.transaction((db) => db('idempotency').insert({ ...keyOf(robot, 'durable'), ...valuesOf('done') }))

    expect(await findKey(neighbour.reader, { userRowId: robot.viewer.rowId, key: 'durable' })).toMatchObject({
      state: 'done',
    })
  })

  it('lets exactly one of many take an idempotency key (I1)', async () => {
    const request = { userRowId: robot.viewer.rowId, key: 'pay-once', hash: 'h1' }
    const both = [database, neighbour]
    const takes = Array.from({ length: MANY }, (_, at) =>
      (both[at % 2] ?? database).transaction((db) => takeKey(db, request, NOW)),
    )
    const answers = await Promise.all(takes)

    expect(answers.filter((answer) => answer === null)).toHaveLength(1)
    await keepAnswer(database.db, request, { status: 201, answer: '{"id":1}' })
    expect(await takeKey(database.db, request, NOW)).toEqual({
      hash: 'h1',
      state: 'done',
      status: 201,
      answer: '{"id":1}',
    })
  })

  it('lets exactly one of two processes claim an intent, and stops the other under its old fence', async () => {
    const intent = await newIntent(robot, database)
    const claims = await Promise.all(
      [database, neighbour, database, neighbour].map(({ db }, at) =>
        claimIntent(db, intent, { owner: `worker-${at}`, now: LATER, until: '2026-11-24T09:01:00.000Z' }),
      ),
    )
    const won = claims.filter((fence) => fence !== null)

    expect(won).toEqual([1])
    expect(await stepIntent(neighbour.db, { rowId: intent.rowId, fence: 0 }, { state: 'done', at: LATER })).toBe(false)
    expect(await stepIntent(database.db, { rowId: intent.rowId, fence: 1 }, { state: 'sending', at: LATER })).toBe(true)
  })

  it('gives a base to one reader, and to the next when the lease runs out (I8)', async () => {
    const { db } = database
    const row = (await db('bases').first('id')) as { id: number }
    const lateUntil = '2026-11-24T09:03:31.000Z'
    const lease = (owner: string, now: string, until: string) =>
      leaseBase(db, { rowId: row.id, owner, now, until, lateUntil })
    const first = await lease('one', NOW, LATER)

    expect(await lateCallsOf(db, row.id)).toBe('')
    expect(await lease('two', NOW, LATER)).toBeNull()
    const second = await lease('two', '2026-11-24T09:00:31.000Z', '2026-11-24T09:01:00.000Z')
    expect(second).toBe((first ?? 0) + 1)
    expect(await holdBase(db, { rowId: row.id, fence: first ?? 0 }, LATER)).toBe(false)
    // The first was cut off, be it in the middle of a call.
    expect(await lateCallsOf(db, row.id)).toBe(lateUntil)
  })

  it('does not doubt the calls of a reader that gave the base back', async () => {
    const { db } = database
    const row = (await db('bases').first('id')) as { id: number }
    const lease = { rowId: row.id, now: NOW, until: LATER, lateUntil: '2026-11-24T09:03:31.000Z' }
    await db('bases').update({ lease_owner: '', lease_until: '', late_until: '' })
    const fence = await leaseBase(db, { ...lease, owner: 'one' })
    await releaseBase(db, { rowId: row.id, fence: fence ?? 0 })

    expect(await leaseBase(db, { ...lease, owner: 'two' })).toBe((fence ?? 0) + 1)
    expect(await lateCallsOf(db, row.id)).toBe('')
  })

  it('ends with one row when several processes insert the same key', async () => {
    const both = [database, neighbour, database, neighbour]
    const key = keyOf(robot, 'inserted')
    const inserted = await Promise.all(
      both.map((each, at) =>
        each.transaction((db) => insertIfFree(db, 'idempotency', { ...key, ...valuesOf(`v${at}`) })),
      ),
    )

    expect(inserted.filter(Boolean)).toHaveLength(1)
    expect(await database.db('idempotency').where(key)).toHaveLength(1)
  })

  it('knows a taken key from any other fault', async () => {
    const row = { ...keyOf(robot, 'taken'), ...valuesOf('done') }
    await database.db('idempotency').insert(row)

    const taken: unknown = await database
      .db('idempotency')
      .insert(row)
      .then(String, (error: unknown) => error)
    const broken: unknown = await database
      .db('idempotency')
      .insert({ poison: 1 })
      .then(String, (error: unknown) => error)

    expect([isTaken(taken), isTaken(broken), isTaken(null)]).toEqual([true, false, false])
  })

  describe('The audit trail', () => {
    const deed = (at: number) => ({ action: 'issue-invoice', subject: `invoice:${at}`, facts: { totalMinor: at } })

    it('chains deeds of all processes and shows which line was tampered with (I12)', async () => {
      const both = [database, neighbour]
      await Promise.all(
        Array.from({ length: MANY }, (_, at) =>
          (both[at % 2] ?? database).transaction((db) => audit({ ...robot, db }, deed(at))),
        ),
      )
      expect(await checkAudit(database.db)).toMatchObject({ lines: MANY, brokenAt: null })

      const middle = (await database.db('audit').orderBy('id').offset(20).limit(1).first('id')) as { id: number }
      await database.db('audit').where('id', middle.id).update({ facts: '{"totalMinor":"poison"}' })
      expect(await checkAudit(database.db)).toMatchObject({ brokenAt: middle.id })
    })
  })
})

function keyOf(ctx: Context, key: string): { user_id: number; request_key: string } {
  return { user_id: ctx.viewer.rowId, request_key: key }
}

function valuesOf(state: string): { state: string; request_hash: string; answer: string; created_at: string } {
  return { state, request_hash: '', answer: '', created_at: NOW }
}

async function newIntent(robot: Context, { db }: Database): Promise<StoredIntent> {
  const base = {
    name: 'Бухгалтерия',
    connector: 'odata',
    mapping: 'bp30',
    url: 'http://1c',
    login: 'z',
    secret: '',
    timeZone: 'Europe/Moscow',
  }
  await addBase(db, { ...base, id: robot.newId() })
  const row = (await db('bases').first('id')) as { id: number }
  const id = robot.newId()
  const request = {
    noun: 'invoice',
    subjectRowId: 1,
    foreignKey: id,
    payload: '{}',
    payloadHash: '',
    mappingVersion: '1',
  } as const
  await addIntent(db, { id, baseRowId: row.id, ...request, authorRowId: robot.viewer.rowId, at: NOW })
  const intent = await findIntent(db, id)
  if (!intent) throw new Error('the intent was not stored')
  return intent
}
