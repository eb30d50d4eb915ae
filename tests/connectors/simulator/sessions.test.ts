// Sessions and licences: items 57 and 59 of the conformance checklist, over a real socket.
import { describe, expect, it } from 'vitest'
import type { ODataWorld, Reply } from './odata-world.ts'
import { odataWorlds } from './odata-world.ts'

const CURRENCIES = 'Catalog_Валюты'

const world = odataWorlds()

function start({ ask }: ODataWorld): Promise<Reply> {
  return ask(CURRENCIES, { headers: { IBSession: 'start' } })
}

function cookieOf(reply: Reply): string {
  return (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

describe('#57 A session', () => {
  it('starts with a header, goes on with a cookie, and ends when asked', async () => {
    const made = await world()
    const cookie = cookieOf(await start(made))

    const next = await made.ask(CURRENCIES, { headers: { Cookie: cookie } })
    const finish = await made.ask(CURRENCIES, { headers: { Cookie: cookie, IBSession: 'finish' } })
    const after = await made.ask(CURRENCIES, { headers: { Cookie: cookie } })

    expect(cookie).toMatch(/^ibsession=[0-9a-f-]{36}$/)
    expect([next.status, finish.status, after.status]).toEqual([200, 200, 406])
    expect(after.headers.get('content-type')).toBe('application/xml')
    expect(after.text).toContain('Истекло время ожидания сеанса')
  })

  it('expires in the middle when the knob says so', async () => {
    const made = await world({ sessions: 'expired', sessionExpiresEvery: 3 })
    const cookie = cookieOf(await start(made))

    const statuses: number[] = []
    for (let count = 0; count < 3; count++) {
      statuses.push((await made.ask(CURRENCIES, { headers: { Cookie: cookie } })).status)
    }

    expect(statuses).toEqual([200, 406, 406])
  })

  it('is not offered by a publication that ignores the header', async () => {
    const made = await world({ sessions: 'ignored' })

    const reply = await start(made)

    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([200, null])
  })
})

describe('#59 Licences', () => {
  it('are held by sessions: with none left a request without a session is refused, one with a session is served', async () => {
    const made = await world({ licences: 1 })
    const cookie = cookieOf(await start(made))

    const without = await made.ask(CURRENCIES)
    const inside = await made.ask(CURRENCIES, { headers: { Cookie: cookie } })
    await made.ask(CURRENCIES, { headers: { Cookie: cookie, IBSession: 'finish' } })
    const freed = await made.ask(CURRENCIES)

    expect([without.status, inside.status, freed.status]).toEqual([500, 200, 200])
    expect(without.text).toContain('Не обнаружено свободной лицензии!')
  })

  it('are taken by parallel requests, each for its own time', async () => {
    const made = await world({ licences: 2, latencyMs: 500 })

    const statuses = (await Promise.all([1, 2, 3, 4].map(() => made.ask(CURRENCIES)))).map(({ status }) => status)
    made.simulator.settings.latencyMs = 0
    const later = await made.ask(CURRENCIES)

    expect(statuses.sort((a, b) => a - b)).toEqual([200, 200, 500, 500])
    expect(later.status).toBe(200)
  })
})
