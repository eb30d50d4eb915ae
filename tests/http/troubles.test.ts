/** One answer to several troubles of one sort: all of them or none, and nothing that cannot be undone (S9). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { raiseTrouble } from '../../bridge/store/troubles.ts'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let elena: Browser
beforeAll(async () => {
  here = await world()
  elena = await browserOf(here, 'elena')
})
afterAll(() => here.close())

let count = 0
/** Troubles of contracts that the base has refused. */
async function raised(codes: string[], answers = ['seen', 'cancel']): Promise<string[]> {
  const ids: string[] = []
  for (const code of codes) {
    const about = { facts: {}, noun: 'contract', subject: `contract ${++count}`, answers, baseRowId: null }
    ids.push(
      await here.database.transaction((db) => raiseTrouble(db, { code, ...about, at: '2026-02-16T08:00:00.000Z' })),
    )
  }
  return ids
}

const answer = (troubles: string[], text = 'seen') =>
  elena.send('POST', '/api/troubles/answer', { troubles, answer: text })
const open = async (ids: string[]) => here.database.db('troubles').whereIn('uuid', ids).where('state', 'open')
const lines = async () => (await here.database.db('audit').where('action', 'answer-trouble')).length

describe('Several troubles of one sort', () => {
  it('are answered at once, each with its line in the trail; the others stay', async () => {
    const [alike, other] = [await raised(['base.rule', 'base.rule', 'base.rule']), await raised(['base.gone'])]
    const before = await lines()

    const { status, body } = await answer(alike)

    expect(status).toBe(200)
    expect((body['items'] as { id: string }[]).map(({ id }) => id)).toEqual(other)
    expect(await open(alike)).toEqual([])
    expect((await lines()) - before).toBe(3)
  })

  it('say which answers may be given to all of them', async () => {
    const [id] = await raised(['base.exists'], ['retry', 'cancel', 'pick', 'seen'])

    const { body } = await elena.get('/api/troubles')

    const found = (body['items'] as { id: string; together: string[] }[]).find((one) => one.id === id)
    expect(found?.together).toEqual(['retry', 'seen'])
  })

  it.each([
    [
      'one has been answered already',
      'trouble.answered',
      async () => {
        const ids = await raised(['base.rule', 'base.rule'])
        await answer(ids.slice(1))
        return [ids, 1]
      },
    ],
    [
      'they are of different sorts',
      'trouble.not-of-one-sort',
      async () => [await raised(['base.rule', 'base.gone']), 2],
    ],
    ['one is not there', 'trouble.not-found', async () => [[...(await raised(['base.rule'])), crypto.randomUUID()], 1]],
  ] as [string, string, () => Promise<[string[], number]>][])(
    'none is answered when %s',
    async (_what, code, given) => {
      const [ids, left] = await given()

      const { body } = await answer(ids)

      expect(body.code).toBe(code)
      expect(await open(ids)).toHaveLength(left)
    },
  )

  it('are not withdrawn together: whoever takes something back looks at it', async () => {
    const ids = await raised(['base.rule', 'base.rule'])

    const { body } = await answer(ids, 'cancel')

    expect([body.code, (await open(ids)).length]).toEqual(['trouble.one-by-one', 2])
  })
})
