/** How the 1C connector writes: our key, numbered rows, known names, a look afterwards (reference 4, appendix A 2-10). */
import { describe, expect, it } from 'vitest'
import { Refused } from '../../../connectors/errors.ts'
import { client, CLIENTS, farSide, INVOICES, KEY, odataError } from './far-side.ts'

const LINES = [
  { Содержание: 'Настройка', Цена: '120000.00' },
  { Содержание: 'Выезд', Цена: 3000.5 },
]

function invoice(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const Товары = [
    { Ref_Key: KEY, LineNumber: '1', Содержание: 'Настройка', Цена: 120000 },
    { Ref_Key: KEY, LineNumber: '2', Содержание: 'Выезд', Цена: 3000.5 },
  ]
  return {
    Ref_Key: KEY,
    DataVersion: 'AAAAAAAAAAI=',
    Number: 'ЗВ00-000001',
    Date: '2026-03-10T12:00:00',
    Posted: false,
    Товары,
    ...fields,
  }
}

describe('Creating a record in a 1C base', () => {
  it('goes out under our key with rows numbered from one and comes back as the base stored it', async () => {
    const { connector, calls, answers } = farSide()
    answers({ status: 201, body: invoice() }, { body: invoice() })

    const stored = await connector.write({
      kind: INVOICES,
      key: KEY,
      fields: { Date: '2026-03-10T12:00:00', Товары: LINES },
    })

    expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(calls[0]?.body).toMatchObject({
      Ref_Key: KEY,
      Товары: [
        { LineNumber: '1', Цена: 120000 },
        { LineNumber: '2', Цена: 3000.5 },
      ],
    })
    expect(stored.fields).toMatchObject({ Number: 'ЗВ00-000001' })
  })

  it.each([
    ['the password is no longer right', { status: 401, body: '' }, 'base.credentials'],
    ['there is no such record', { status: 404, body: odataError('9', 'Экземпляр не найден') }, 'base.gone'],
    ['the base does not answer in JSON', { body: 'так', headers: { 'content-type': 'text/plain' } }, 'base.not-odata'],
  ] as const)('has happened when the look after it fails because %s (I1)', async (_why, answer, reason) => {
    const { connector, answers } = farSide()
    answers({ status: 201, body: client() }, answer)

    const writing = connector.write({ kind: CLIENTS, key: KEY, fields: { Description: 'Имя' } })

    await expect(writing).rejects.toMatchObject({ reason, uncertain: true })
  })

  it('may have happened when what answers it is no JSON (I1)', async () => {
    const { connector, answers } = farSide()
    answers({ status: 200, body: 'готово', headers: { 'content-type': 'text/plain' } })

    const writing = connector.write({ kind: CLIENTS, key: KEY, fields: { Description: 'Имя' } })

    await expect(writing).rejects.toMatchObject({ reason: 'base.not-odata', uncertain: true })
  })

  it('says which texts the base has cut', async () => {
    const { connector, answers } = farSide()
    answers({ status: 201, body: client() }, { body: client({ Description: 'Очень дли' }) })

    const writing = connector.write({ kind: CLIENTS, key: KEY, fields: { Description: 'Очень длинное имя' } })

    await expect(writing).rejects.toMatchObject({
      reason: 'base.stored-differently',
      differences: [{ field: 'Description', sent: 'Очень длинное имя', stored: 'Очень дли' }],
    })
  })

  it('does not take for the doing of the base what somebody has saved between the write and the look', async () => {
    const { connector, answers } = farSide()
    const since = client({ Description: 'Имя, как его знает бухгалтер', DataVersion: 'AAAAAAAAAAM=' })
    answers({ status: 201, body: client({ Description: 'Имя' }) }, { body: since })

    const stored = await connector.write({ kind: CLIENTS, key: KEY, fields: { Description: 'Имя' } })

    expect(stored.fields).toMatchObject({ Description: 'Имя, как его знает бухгалтер' })
  })

  it('still says what the base has made of it when it saves the record once more by itself', async () => {
    const { connector, answers } = farSide()
    const cut = { Description: 'Очень дли' }
    answers({ status: 201, body: client(cut) }, { body: client({ ...cut, DataVersion: 'AAAAAAAAAAM=' }) })

    const writing = connector.write({ kind: CLIENTS, key: KEY, fields: { Description: 'Очень длинное имя' } })

    await expect(writing).rejects.toMatchObject({ reason: 'base.stored-differently' })
  })

  it('names the row and the column that came back differently', async () => {
    const { connector, answers } = farSide()
    const stored = invoice()
    answers(
      { status: 201, body: stored },
      {
        body: invoice({
          Товары: [
            { LineNumber: '2', Содержание: 'Выезд', Цена: 3000.5 },
            { LineNumber: '1', Содержание: 'Настройка', Цена: 119999.99 },
          ],
        }),
      },
    )

    const writing = connector.write({ kind: INVOICES, key: KEY, fields: { Товары: LINES } })

    await expect(writing).rejects.toMatchObject({
      differences: [{ field: 'Товары[1].Цена', sent: 120000, stored: 119999.99 }],
    })
  })

  it('is refused by us when a name is not published, because the base would drop it without a word', async () => {
    const { connector, calls } = farSide()

    const writing = connector.write({
      kind: INVOICES,
      key: KEY,
      fields: { Комментраий: 'x', Posted: true, Товары: [{ Цена: 1, Сума: 1 }] },
    })

    await expect(writing).rejects.toMatchObject({
      reason: 'base.unknown-field',
      message: expect.stringMatching(/Комментраий, Posted, Товары\.Сума/),
    })
    expect(calls).toEqual([])
  })

  it('is refused by us when a composite value comes without its type', async () => {
    const { connector } = farSide()

    const writing = connector.write({ kind: INVOICES, key: KEY, fields: { Основание: KEY } })

    await expect(writing).rejects.toMatchObject({
      reason: 'base.unknown-field',
      message: expect.stringContaining('Основание_Type'),
    })
  })

  it('is "exists" when the key is taken, whatever words and code the base chose for it', async () => {
    const { connector, answers } = farSide()
    answers({ status: 500, body: odataError('-1', 'нарушено условие уникальности') }, { body: client() })

    await expect(connector.write({ kind: CLIENTS, key: KEY, fields: { ИНН: '1' } })).rejects.toMatchObject({
      reason: 'base.exists',
    })
  })

  it('hands back the key of the base when the base ignores ours, so that the record is not lost', async () => {
    const { connector, answers } = farSide()
    const theirs = '0000000d-2e00-11ef-8a00-0000000000aa'
    answers({ status: 201, body: client({ Ref_Key: theirs }) }, { body: client({ Ref_Key: theirs }) })

    expect(await connector.write({ kind: CLIENTS, key: KEY, fields: { ИНН: '0000001011' } })).toMatchObject({
      key: theirs,
    })
  })
})

describe('Changing a record in a 1C base', () => {
  const change = { kind: CLIENTS, key: KEY, fields: { Комментарий: 'новый' }, seen: 'AAAAAAAAAAE=' }

  it('looks first, changes only what was named, and looks again', async () => {
    const { connector, calls, answers } = farSide()
    answers(
      { body: client() },
      { body: client() },
      { body: client({ Комментарий: 'новый', DataVersion: 'AAAAAAAAAAM=' }) },
    )

    const stored = await connector.write(change)

    expect(calls.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET'])
    expect(calls[1]).toMatchObject({ body: { Комментарий: 'новый' }, headers: { 'if-match': 'AAAAAAAAAAE=' } })
    expect(stored.version).toBe('AAAAAAAAAAM=')
  })

  it('stops when somebody changed the record since we saw it', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: client({ DataVersion: 'AAAAAAAAAAI=', Комментарий: 'чужой' }) })

    await expect(connector.write(change)).rejects.toMatchObject({
      reason: 'base.changed',
      differences: [{ field: 'Комментарий', sent: 'новый', stored: 'чужой' }],
    })
    expect(calls).toHaveLength(1)
  })

  it('writes nothing when everything is already so', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: client({ Комментарий: 'новый', DataVersion: 'AAAAAAAAAAI=' }) })

    await connector.write(change)

    expect(calls.map(({ method }) => method)).toEqual(['GET'])
  })

  it('is refused when the record is gone', async () => {
    const { connector, answers } = farSide()
    answers({ status: 404, body: odataError('9', 'не найден') })

    await expect(connector.write(change)).rejects.toMatchObject({ reason: 'base.gone' })
  })
})

describe('Posting a document', () => {
  it('calls the action without a body and believes only the document itself', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: '' }, { body: invoice({ Posted: true }) })

    const posted = await connector.post(INVOICES, KEY)

    expect(calls[0]).toMatchObject({
      method: 'POST',
      path: `/${INVOICES}(guid'${KEY}')/Post?PostingModeOperational=false`,
      body: '',
    })
    expect(posted.fields['Posted']).toBe(true)
  })

  it('takes an object as an answer just as well', async () => {
    const { connector, answers } = farSide()
    answers({ body: invoice() }, { body: invoice({ Posted: false }) })

    expect((await connector.unpost(INVOICES, KEY)).fields['Posted']).toBe(false)
  })

  it('quotes the refusal of the base', async () => {
    const { connector, answers } = farSide()
    answers({ status: 500, body: odataError('-1', 'Не удалось провести "Счет ЗВ00-000001"!') })

    const error: unknown = await connector.post(INVOICES, KEY).catch((caught: unknown) => caught)

    expect(error).toBeInstanceOf(Refused)
    expect(error).toMatchObject({ reason: 'base.rule', message: 'Не удалось провести "Счет ЗВ00-000001"!' })
  })

  it('is told apart from done when the base said done and the document is not posted', async () => {
    const { connector, answers } = farSide()
    answers({ body: '' }, { body: invoice({ Posted: false }) })

    await expect(connector.post(INVOICES, KEY)).rejects.toMatchObject({ reason: 'base.stored-differently' })
  })
})
