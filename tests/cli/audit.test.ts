/** What an administrator does with the audit trail: checks it, and keeps its head in another place. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBackup } from '../../bridge/cli/backup/make.ts'
import { keepMark } from '../../bridge/cli/keep-mark.ts'
import { audit } from '../../bridge/store/audit.ts'
import { openDatabase, type Database } from '../../bridge/store/db.ts'
import type { Mark } from '../../bridge/store/installation.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { desk, type Desk } from './zveno.ts'

const AT = '2026-11-24T08:00:00.000Z'
const DAY_MS = 86_400_000

let here: Desk
let database: Database
let keptHead = ''

beforeAll(async () => {
  here = desk()
  database = await openDatabase({ url: '', folder: here.folder })
  const viewer = await robotViewer(database.db)
  for (let count = 1; count <= 5; count++)
    await database.transaction((db) =>
      audit({ db, viewer, now: () => AT }, { action: 'test', subject: `test:${count}`, facts: {} }),
    )
  const backup = join(here.folder, 'monday.zveno')
  keptHead = (await makeBackup(join(here.folder, 'zveno.sqlite'), backup, AT)).audit.head
  rmSync(backup)
})
afterAll(async () => {
  await database.close()
  here.clear()
})

describe('zveno audit verify', () => {
  it('tells how many lines hold, and their head; that of a backup is among them', async () => {
    const { code, json } = await here.zveno(['audit', 'verify', '--head', keptHead, '--json'])

    expect(code).toBe(0)
    expect(json()).toEqual({ lines: 5, head: keptHead, brokenAt: null, keptHeadFound: true })
  })

  it('a tail that was cut off: ends with 1 and says what to do, given the head of a backup', async () => {
    await database.db('audit').where('subject', 'test:5').delete()
    const alone = await here.zveno(['audit', 'verify'])
    const { code, err, out } = await here.zveno(['audit', 'verify', '--head', keptHead])

    expect(alone.code).toBe(0)
    expect(code).toBe(1)
    expect(out + err).toContain('backup')
  })

  it('a changed line: ends with 1 and names it', async () => {
    await database.db('audit').where('subject', 'test:3').update({ who: 'somebody else' })
    const { code, json } = await here.zveno(['audit', 'verify', '--json'])

    expect(code).toBe(1)
    expect(json()).toMatchObject({
      brokenAt: 3,
      error: { code: 'audit.broken', message: expect.stringContaining('3') },
    })
  })

  it('a head that is none is refused', async () => {
    const { code, json } = await here.zveno(['audit', 'verify', '--head', 'abc', '--json'])

    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'command.wrong-option' } })
  })
})

describe('The head of the trail is told to the log', () => {
  it('at the start, each day on which something was written, and after every thousand lines', async () => {
    const told: unknown[] = []
    const clock = { now: 0 }
    let line = 7
    const pairing = { installation: 'x', doubt: null, remember: () => Promise.resolve(markAt(line)) }
    const look = async (at: number, lines: number) => {
      ;[clock.now, line] = [at, line + lines]
      await keeper.look()
    }
    const keeper = keepMark(
      pairing,
      (event, facts) => told.push([event, facts?.['line']]),
      () => clock.now,
    )
    await keeper.look()
    await look(1_000, 0)
    await look(2_000, 1)
    await look(3_000, 1_000)
    await look(DAY_MS + 3_000, 0)
    await look(DAY_MS + 4_000, 1)
    await keeper.stop()

    expect(told).toEqual([7, 1_008, 1_009].map((number) => ['audit.head', number]))
  })
})

function markAt(line: number): Mark {
  return { audit: { id: line, hash: `hash of ${line}` }, journal: null }
}
