/** Screens hear what happened in another process on the same database (issue of several servers on PostgreSQL). */
import { expect, it } from 'vitest'
import { openNews } from '../../bridge/cli/share-news.ts'
import type { ChangeEvent } from '../../bridge/http/contract.ts'
import { onEachDatabase } from '../store/databases.ts'

const NEWS: ChangeEvent = { what: 'deal', id: '00000000-0000-4000-8000-000000000001' }
/** Longest that one may wait for news, in looks of a tenth of a second. */
const MOST_LOOKS = 100

onEachDatabase('News', (place) => {
  const room = async (owner: string, database: Awaited<ReturnType<typeof place.open>>) => {
    const news = await openNews({ database, owner, now: () => new Date().toISOString(), log: () => {} })
    const heard: ChangeEvent[] = []
    const woken: ChangeEvent[] = []
    news.events.subscribe((event) => heard.push(event))
    news.onOthers((event) => woken.push(event))
    return { ...news, heard, woken }
  }

  it.skipIf(place.dialect === 'sqlite')('reaches the screens and the engine of every other process, once', async () => {
    const database = await place.open()
    const [one, other] = [await room('one', database), await room('other', await place.again(database))]

    one.events.publish(NEWS)
    one.events.publish({ what: 'queue', id: 'q' })
    for (let look = 0; look < MOST_LOOKS && other.heard.length < 2; look++) await pause()
    await pause(1_500)

    expect(other.heard).toEqual([NEWS, { what: 'queue', id: 'q' }])
    expect(other.woken).toEqual(other.heard)
    expect(one.heard, 'its own at once, and not a second time').toEqual([NEWS, { what: 'queue', id: 'q' }])
    expect(one.woken).toEqual([])
    await one.stop()
    await other.stop()
  })

  it.skipIf(place.dialect === 'sqlite')('that was told before a process began is not its news', async () => {
    const database = await place.open()
    const one = await room('one', database)
    one.events.publish(NEWS)
    for (let look = 0; look < MOST_LOOKS && (await database.db('news').pluck('id')).length === 0; look++) await pause()
    const late = await room('late', await place.again(database))

    await pause(1_500)

    expect(late.heard).toEqual([])
    await one.stop()
    await late.stop()
  })

  it('stays in the process where nobody else can be: no row is written for it', async () => {
    const database = await place.open()
    const one = await room('one', database)

    one.events.publish(NEWS)
    await pause()

    expect(one.heard).toEqual([NEWS])
    if (place.dialect === 'sqlite') expect(await database.db('news').pluck('id')).toEqual([])
    await one.stop()
  })
})

function pause(ms = 100): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}
