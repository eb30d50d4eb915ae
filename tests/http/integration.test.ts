/** What the integrator and the accountant see of the exchange (scenario I-2, A-4; R38). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let dmitry: Browser
beforeAll(async () => {
  here = await world()
  dmitry = await browserOf(here, 'dmitry')
})
afterAll(() => here.close())

describe('The page of a base', () => {
  it('is drawn before the first look at the base, and says that nothing was seen yet', async () => {
    const { status, body } = await dmitry.get(`/api/bases/${here.trade.base}`)

    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'buh', health: { state: 'never-seen' }, profiledAt: null, checks: [], runs: [] })
  })

  it('shows what the first look found: answers of the probe, checks, how many rules fit', async () => {
    const findings = [
      { severity: 'warning', file: 'invoice.json', rule: 'comment', code: 'optional-absent', facts: {} },
    ]
    const survey = {
      configuration: 'bp30',
      at: '2026-02-16T07:00:00.000Z',
      dialect: { clientKey: 'proven' },
      checks: [{ code: 'clock', status: 'good', facts: { skewMs: 0 } }],
      mappings: [{ noun: 'invoice', version: '1', rules: 20, coverage: 95, findings }],
    }
    await here.database.db('bases').update({ profile: JSON.stringify(survey) })

    const { body } = await dmitry.get(`/api/bases/${here.trade.base}`)

    expect(body).toMatchObject({
      configuration: 'bp30',
      profile: { clientKey: 'proven' },
      profiledAt: '2026-02-16T07:00:00.000Z',
      checks: [{ code: 'clock', status: 'good' }],
      mappings: [{ noun: 'invoice', rules: 20, coveredRules: 19, findings: [{ code: 'optional-absent' }] }],
    })
  })

  it('never shows the login, the password or the address of the base', async () => {
    await here.database.db('bases').update({ login: 'poison-login', secret: 'poison-secret', url: 'http://poison-url' })

    const answers = [await dmitry.get(`/api/bases/${here.trade.base}`), await dmitry.get('/api/bases')]

    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('poison')
  })

  it('lets the integrator ask for a round, and a stopped connection try again', async () => {
    const asked = await dmitry.send('POST', `/api/bases/${here.trade.base}/sync`)
    const resumed = await dmitry.send('POST', `/api/bases/${here.trade.base}/resume`)

    expect([asked.status, resumed.status]).toEqual([200, 200])
    expect(resumed.body).toMatchObject({ id: here.trade.base, queued: 0 })
  })
})

async function raise(answers: string[], about = { noun: 'invoice', subject: 'b7c1' }): Promise<string> {
  const uuid = randomUUID()
  const base: { id: number } | undefined = await here.database.db('bases').first('id')
  await here.database.db('troubles').insert({
    uuid,
    base_id: base?.id ?? null,
    code: 'record.unreadable',
    facts: '{"field":"date"}',
    ...about,
    answers: JSON.stringify(answers),
    state: 'open',
    created_at: '2026-02-16T08:00:00.000Z',
  })
  return uuid
}

describe('A trouble', () => {
  it('is answered once, with one of its own answers, and then leaves the list', async () => {
    const elena = await browserOf(here, 'elena')
    const id = await raise(['seen'])

    const wrong = await elena.send('POST', `/api/troubles/${id}/answer`, { answer: 'retry' })
    const answered = await elena.send('POST', `/api/troubles/${id}/answer`, { answer: 'seen' })
    const again = await dmitry.send('POST', `/api/troubles/${id}/answer`, { answer: 'seen' })

    expect(wrong.body.code).toBe('trouble.wrong-answer')
    expect(answered.body).toMatchObject({ state: 'answered', answeredBy: 'Елена Кузнецова', baseName: 'buh' })
    expect(again.body).toMatchObject({ code: 'trouble.answered', facts: { by: 'Елена Кузнецова' } })
    expect((await elena.get('/api/troubles')).body['items']).toEqual([])
    expect((await elena.get('/api/troubles?state=answered')).body['items']).toMatchObject([{ id }])
  })

  it('of a record that a manager may not see stays hidden from them', async () => {
    const anna = await browserOf(here, 'anna')
    await raise(['seen'])

    expect((await anna.get('/api/troubles')).body['items']).toEqual([])
    expect((await anna.get('/api/queue')).body['bases']).toMatchObject([{ openTroubles: 0 }])
    expect((await dmitry.get('/api/queue')).body['bases']).toMatchObject([{ openTroubles: 1 }])
  })

  it('of a base leads to the page of that base', async () => {
    await raise(['resume'], { noun: 'base', subject: here.trade.base })

    const { items } = (await dmitry.get('/api/troubles')).body as { items: { place: string }[] }

    expect(items[0]?.place).toBe(`/integration/${here.trade.base}`)
  })
})
