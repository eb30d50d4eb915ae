/** An engine that runs by itself: what goes wrong at one look is no reason never to look again. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { doorLike } from './door.ts'
import { watched } from './watched.ts'
import { workshop, type Workshop } from './workshop.ts'

/** Longest that an order may need, in looks of a tenth of a second. */
const MOST_LOOKS = 200

let here: Workshop

beforeAll(async () => {
  here = await workshop({ patienceMs: 20_000 })
}, 60_000)
afterAll(() => here.close())

it('(I8) goes on after its database has failed while it looked for work', async () => {
  const order = await here.order()
  let asked = 0
  const failsOnce = watched(
    here.bridge.database,
    () => undefined,
    ({ table }) =>
      table === 'bases' && asked++ === 0 ? Promise.reject(new Error('Connection terminated')) : undefined,
  )
  const engine = here.engineOf({ database: failsOnce })

  engine.start()
  for (let look = 0; look < MOST_LOOKS && (await stateOf(order.invoice)) !== 'issued'; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    here.clock.tick(100)
  }
  await engine.stop()

  expect(here.log.map(({ event }) => event)).toContain('look.failed')
  expect(await stateOf(order.invoice)).toBe('issued')
})

it('sees that a base was switched off, however often somebody rings meanwhile', async () => {
  const doors = { opened: 0, closed: 0 }
  const engine = here.engineOf({
    open: async (base) => {
      doors.opened++
      const door = await here.bridge.open(base)
      const close = () => {
        doors.closed++
        return door.close()
      }
      return doorLike(door, { close })
    },
  })
  engine.start()
  const ringing = setInterval(() => engine.wake('queue'), 20)
  await soon(() => doors.opened === 1)
  await here.bridge.database.db('bases').update({ enabled: false })
  await soon(() => doors.closed === 1)
  clearInterval(ringing)
  await here.bridge.database.db('bases').update({ enabled: true })
  await engine.stop()

  expect(doors).toEqual({ opened: 1, closed: 1 })
})

async function soon(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < MOST_LOOKS && !isSo(); look++) await new Promise((resolve) => setTimeout(resolve, 100))
}

async function stateOf(invoice: string): Promise<string> {
  return String((await here.invoice(invoice))['state'])
}
