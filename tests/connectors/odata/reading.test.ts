/** How the 1C connector asks: addresses, literals, headers (checklist of the reference, items 1-9 seen from the client). */
import { describe, expect, it } from 'vitest'
import { client, CLIENTS, farSide, INVOICES, KEY, odataError, PASSWORD } from './far-side.ts'

describe('Reading a record of a 1C base', () => {
  it('asks for JSON under the guid of the record and drops annotations', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: client({ 'odata.metadata': 'x', 'Parent@navigationLinkUrl': 'y' }) })

    const found = await connector.read(CLIENTS, KEY.toUpperCase())

    expect(calls[0]?.path).toBe(`/${CLIENTS}(guid'${KEY}')?$format=application/json;odata=nometadata`)
    expect(found).toMatchObject({ kind: CLIENTS, key: KEY, version: 'AAAAAAAAAAE=', gone: false })
    expect(Object.keys(found?.fields ?? {}).filter((name) => /@|odata/.test(name))).toEqual([])
  })

  it('is not changed in what it is made of by the name of a field', async () => {
    const { connector, answers } = farSide()
    answers({ body: `{"Ref_Key":"${KEY}","DataVersion":"1","__proto__":{"ИНН":"666"}}` })

    const found = await connector.read(CLIENTS, KEY)

    expect(found?.fields).toEqual({ Ref_Key: KEY, DataVersion: '1' })
    expect(found?.fields['ИНН']).toBeUndefined()
  })

  it('answers null for a record that the base does not have', async () => {
    const { connector, answers } = farSide()
    answers({ status: 404, body: odataError('9', 'Экземпляр сущности не найден') })

    expect(await connector.read(CLIENTS, KEY)).toBeNull()
  })

  it('writes a space as %20 and doubles quotes, because 1C answers 400 to a plus sign', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: { value: [client()] } })

    await connector.find(CLIENTS, { Description: "О'Нил и Ко", ИНН: '0000001011' }, 5)

    expect(calls[0]?.raw).not.toContain('+')
    expect(calls[0]?.raw).toContain('%20')
    expect(calls[0]?.path).toContain(
      "$filter=Description eq 'О''Нил и Ко' and ИНН eq '0000001011'&$orderby=Ref_Key&$top=5",
    )
  })

  it('compares a reference of several types through cast, the only form that works everywhere', async () => {
    const { connector, calls, answers } = farSide()
    answers({ body: { value: [] } })

    await connector.find(INVOICES, { Основание: KEY, Основание_Type: `StandardODATA.${CLIENTS}` }, 1)

    expect(calls[0]?.path).toContain(`$filter=Основание eq cast(guid'${KEY}','${CLIENTS}')&`)
  })

  it('refuses a search by a name that the base does not publish before anything leaves', async () => {
    const { connector, calls } = farSide()

    await expect(connector.find(CLIENTS, { "ИНН eq '' or Code": 'x' }, 1)).rejects.toMatchObject({
      reason: 'base.unknown-field',
    })
    await expect(connector.read(CLIENTS, "x') or true")).rejects.toMatchObject({ reason: 'base.bad-value' })
    expect(calls).toEqual([])
  })

  it('sends login and password as UTF-8 and keeps them out of the log', async () => {
    const { connector, calls, events, answers } = farSide()
    answers({ body: client() })

    await connector.read(CLIENTS, KEY)

    const sent = String(calls[0]?.headers['authorization']).replace('Basic ', '')
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe(`Обмен:${PASSWORD}`)
    expect(JSON.stringify(events)).not.toContain(PASSWORD)
    expect(events.at(-1)).toMatchObject({
      event: 'odata.call',
      facts: { method: 'GET', kind: CLIENTS, key: KEY, status: 200 },
    })
  })
})
