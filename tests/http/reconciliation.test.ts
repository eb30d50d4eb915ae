/** Reconciliation over the API: who may start, sign and mend, and what they hear when it cannot be done (A-15, F70). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf, type Browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
let elena: Browser
beforeAll(async () => {
  here = await world()
  elena = await browserOf(here, 'elena')
})
afterAll(() => here.close())

describe('A certificate', () => {
  it('is asked for once, however many people press the button; the base is nudged', async () => {
    const path = `/api/bases/${here.trade.base}/certificates`
    const [one, other] = await Promise.all([elena.send('POST', path), elena.send('POST', path)])

    expect(one.body).toMatchObject({ state: 'asked', askedBy: 'Елена Кузнецова', baseName: 'buh' })
    expect(other.body['id']).toBe(one.body['id'])
    expect(await here.database.db('certificates').select('id')).toHaveLength(1)
    expect(await here.database.db('bases').first('nudged_at')).not.toEqual({ nudged_at: '' })
  })

  it('is not signed before it is finished, and by nobody but the accountant', async () => {
    const { body } = await elena.get('/api/certificates')
    const id = (body['items'] as { id: string }[])[0]?.id ?? ''
    const olga = await browserOf(here, 'olga')

    const early = await elena.send('POST', `/api/certificates/${id}/sign`)
    const head = await olga.send('POST', `/api/certificates/${id}/sign`)

    expect([early.status, early.body.code]).toEqual([422, 'certificate.not-finished'])
    expect([head.status, head.body.code]).toEqual([403, 'access.denied'])
  })

  it('of a base that is not there is a 404, like one that was never made', async () => {
    const none = '00000000-0000-4000-8000-000000000009'

    const answers = [
      await elena.send('POST', `/api/bases/${none}/certificates`),
      await elena.get(`/api/certificates/${none}`),
      await elena.send('POST', `/api/differences/${none}/read-again`),
    ]

    expect(answers.map(({ body }) => body.code)).toEqual([
      'base.not-found',
      'certificate.not-found',
      'difference.not-found',
    ])
  })
})

describe('A difference', () => {
  it('is read again once; who asks a second time hears so', async () => {
    const id = await planted({ kind: 'other-sum', because: 'past-exchange' })

    const first = await elena.send('POST', `/api/differences/${id}/read-again`)
    const second = await elena.send('POST', `/api/differences/${id}/read-again`)

    expect(first.status).toBe(200)
    expect(first.body['items']).toMatchObject([{ state: 'asked', askedBy: 'Елена Кузнецова' }])
    expect([second.status, second.body.code]).toEqual([409, 'difference.already-asked'])
  })

  it.each([
    { kind: 'double', because: 'past-exchange' },
    { kind: 'missing-with-us', because: 'trouble' },
    { kind: 'missing-with-us', because: 'in-flight' },
  ])('that reading does not mend ($kind, $because) is refused with where to go', async (about) => {
    const id = await planted(about)

    const { status, body } = await elena.send('POST', `/api/differences/${id}/read-again`)

    expect([status, body.code]).toEqual([422, 'difference.not-by-reading'])
  })

  it('is counted for the monitoring until it is mended, without a word about it', async () => {
    const { body } = await elena.get('/metrics')

    expect(body['text']).toContain('zveno_differences_open{base="buh"} 1')
    expect(body['text']).toMatch(/zveno_reconciled_timestamp_seconds\{base="buh"\} \d/)
  })

  it('waits for a person at the troubles, or for a request in the queue', async () => {
    const { db } = here.database
    const rows = (await db('certificates').where('slot', 'like', 'planted%').orderBy('id', 'desc').select('uuid')) as {
      uuid: string
    }[]
    const places = []
    for (const { uuid } of rows)
      places.push(...((await elena.get(`/api/certificates/${uuid}`)).body['items'] as { place: string }[]))

    expect(places.map(({ place }) => place)).toEqual(['/queue', '/troubles', '', ''])
  })
})

/** A finished certificate with one difference. @returns the id of the difference */
async function planted(about: { kind: string; because: string }): Promise<string> {
  const { db } = here.database
  const [id, difference] = [randomUUID(), randomUUID()]
  const base: { id: number } | undefined = await db('bases').first('id')
  const asked = {
    uuid: id,
    base_id: base?.id,
    slot: `planted ${id.slice(0, 8)}`,
    asked_at: '2026-02-16T08:00:00.000Z',
    asked_by: '',
  }
  await db('certificates').insert({ ...asked, state: 'done', finished_at: asked.asked_at, body: '{}', differences: 1 })
  const row: { id: number } | undefined = await db('certificates').where('uuid', id).first('id')
  const what = { uuid: difference, certificate_id: row?.id, noun: 'invoice', foreign_key: difference, our_uuid: '' }
  await db('differences').insert({ ...what, ...about, body: '{}', state: 'open' })
  return difference
}
