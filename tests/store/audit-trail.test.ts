/** The audit trail shows whatever was done to it afterwards: a line changed, removed or moved, and, with a kept head, a cut tail. */
import { beforeEach, expect, it } from 'vitest'
import { audit, checkAudit } from '../../bridge/store/audit.ts'
import type { Database } from '../../bridge/store/db.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { onEachDatabase } from './databases.ts'

const AT = '2026-11-24T08:00:00.000Z'
const LINES = 6

interface Line {
  id: number
  at: string
  who: string
  action: string
  subject: string
  facts: string
  previous_hash: string
  hash: string
}

onEachDatabase('The audit trail (I12)', (place) => {
  let database: Database
  let lines: Line[]

  beforeEach(async () => {
    database = await place.open()
    const viewer = await robotViewer(database.db)
    for (let count = 1; count <= LINES; count++)
      await database.transaction((db) =>
        audit({ db, viewer, now: () => AT }, { action: 'test', subject: `test:${count}`, facts: { count } }),
      )
    lines = await database.db('audit').orderBy('id')
  })

  const idOf = (line: number) => lines[line - 1]?.id ?? 0
  const head = () => lines.at(-1)?.hash ?? ''

  it('holds as it was written', async () => {
    expect(await checkAudit(database.db, head())).toEqual({
      lines: LINES,
      head: head(),
      brokenAt: null,
      keptHeadFound: true,
    })
  })

  it.each(['at', 'who', 'action', 'subject', 'facts'])('a line of which %s was changed is named', async (column) => {
    await database.db('audit').where('id', idOf(3)).update(column, 'forged')

    expect(await checkAudit(database.db)).toMatchObject({ lines: 2, brokenAt: idOf(3) })
  })

  it('a removed line shows at the one after it', async () => {
    await database.db('audit').where('id', idOf(3)).delete()

    expect(await checkAudit(database.db)).toMatchObject({ lines: 2, brokenAt: idOf(4) })
  })

  it('a removed line shows although the one after it was bent to follow the one before', async () => {
    await database.db('audit').where('id', idOf(3)).delete()
    await database
      .db('audit')
      .where('id', idOf(4))
      .update('previous_hash', lines[1]?.hash ?? '')

    expect(await checkAudit(database.db)).toMatchObject({ lines: 2, brokenAt: idOf(4) })
  })

  it('the first line removed shows too', async () => {
    await database.db('audit').where('id', idOf(1)).delete()

    expect(await checkAudit(database.db)).toMatchObject({ lines: 0, brokenAt: idOf(2) })
  })

  it('two lines that changed places show', async () => {
    const [third, fifth] = [lines[2], lines[4]]
    await rewrite(database, idOf(3), fifth)
    await rewrite(database, idOf(5), third)

    expect(await checkAudit(database.db)).toMatchObject({ lines: 2, brokenAt: idOf(3) })
  })

  it('a tail that was cut off shows by a head that was kept elsewhere, and only by it', async () => {
    await database.db('audit').where('id', '>=', idOf(5)).delete()

    expect(await checkAudit(database.db)).toMatchObject({ lines: 4, brokenAt: null, keptHeadFound: null })
    expect(await checkAudit(database.db, head())).toMatchObject({ lines: 4, brokenAt: null, keptHeadFound: false })
  })

  it('a head of long ago is found although the trail has gone on', async () => {
    expect(await checkAudit(database.db, lines[1]?.hash ?? '')).toMatchObject({ lines: LINES, keptHeadFound: true })
  })
})

async function rewrite({ db }: Database, id: number, line: Line | undefined): Promise<void> {
  if (!line) throw new Error('there is no such line')
  const { id: _id, ...words } = line
  await db('audit').where('id', id).update(words)
}
