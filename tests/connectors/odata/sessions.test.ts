/** Sessions of the base cost licences: they are opened on a read, shared by later calls, renewed and ended (reference 5.5). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import { client, CLIENTS, farSide, KEY, type FarSide, type Reply } from './far-side.ts'

const opened: Reply = { body: client(), headers: { 'set-cookie': 'ibsession=22bb; path=/bp' } }
const fine: Reply = { body: client() }
const ended: Reply = {
  status: 406,
  type: 'application/xml',
  body: '<exception reason="406"><descr>Истекло время ожидания сеанса</descr></exception>',
}
const draft = { kind: CLIENTS, key: KEY, fields: { ИНН: '0000001011' } }

function sessionsOf(
  calls: { headers: Record<string, string> }[],
): [start: string | undefined, cookie: string | undefined][] {
  return calls.map(({ headers }) => [headers['ibsession'], headers['cookie']])
}

/** One worker; the first call of all, for the description, opens session 11aa. */
function honouring(): FarSide {
  return farSide({ profile: {}, concurrency: 1 }, { cookie: 'ibsession=11aa; path=/bp' })
}

describe('A session of the base', () => {
  it('is opened by the first read, used by the calls after it and ended at the close', async () => {
    const { connector, calls, described, answers } = honouring()
    answers(fine, { status: 201, body: client() }, fine, fine)

    await connector.read(CLIENTS, KEY)
    await connector.write(draft)
    await connector.close()

    expect(sessionsOf([{ headers: described[0] ?? {} }, ...calls])).toEqual([
      ['start', undefined],
      [undefined, 'ibsession=11aa'],
      [undefined, 'ibsession=11aa'],
      [undefined, 'ibsession=11aa'],
      ['finish', 'ibsession=11aa'],
    ])
  })

  it('that has ended is opened anew once, and the call is repeated', async () => {
    const { connector, calls, answers } = honouring()
    answers(ended, opened, fine)

    const found = await connector.read(CLIENTS, KEY)
    await connector.read(CLIENTS, KEY)

    expect(found).toMatchObject({ key: KEY })
    expect(sessionsOf(calls)).toEqual([
      [undefined, 'ibsession=11aa'],
      ['start', undefined],
      [undefined, 'ibsession=22bb'],
    ])
  })

  it('that has ended again at once is not chased', async () => {
    const { connector, calls, answers } = honouring()
    answers(ended, ended)

    await expect(connector.read(CLIENTS, KEY)).rejects.toMatchObject({ reason: 'base.session', uncertain: false })
    expect(calls).toHaveLength(2)
  })

  it.each([400, 404])('that answers %i without a word of the interface is lost, not the record', async (status) => {
    const { connector, answers } = honouring()
    answers({ status, type: 'text/html', body: '<html><body>lost</body></html>' }, opened)

    expect(await connector.read(CLIENTS, KEY)).toMatchObject({ key: KEY })
  })

  it('that ended before a write was carried out lets the write be repeated, without opening a session on it', async () => {
    const { connector, calls, answers } = honouring()
    answers(ended, { status: 201, body: client() }, opened)

    await connector.write(draft)

    expect(calls.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET'])
    expect(sessionsOf(calls)[1]).toEqual([undefined, undefined])
  })

  it('is not asked for again where the publication takes no notice', async () => {
    const { connector, calls, described, answers } = farSide({ profile: {}, concurrency: 1 })
    answers(fine, fine)

    await connector.read(CLIENTS, KEY)
    await connector.read(CLIENTS, KEY)

    expect(described[0]).toMatchObject({ ibsession: 'start' })
    expect(sessionsOf(calls)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })
})

describe('Calls to one base', () => {
  it('run two at a time, so that they never take more than two licences', async () => {
    let running = 0
    let most = 0
    const { connector, answers } = farSide({ log: () => undefined })
    answers(...Array.from({ length: 6 }, () => fine))
    await connector.describe()
    const onBegun = () => (most = Math.max(most, ++running))
    const onEnded = () => running--
    subscribe('http.client.request.start', onBegun)
    subscribe('http.client.response.finish', onEnded)

    await Promise.all(Array.from({ length: 6 }, () => connector.read(CLIENTS, KEY))).finally(() => {
      unsubscribe('http.client.request.start', onBegun)
      unsubscribe('http.client.response.finish', onEnded)
    })

    expect(most).toBe(2)
  })
})
