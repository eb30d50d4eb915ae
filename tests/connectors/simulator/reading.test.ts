// What a list of the simulated base holds, in which order, and what it refuses.
import { afterEach, describe, expect, it } from 'vitest'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import type { Reply } from './odata-world.ts'
import { codeOf, rowsIn, saidBy } from './odata-world.ts'
import type { ReadingWorld } from './reading-world.ts'
import { BUYERS, INVOICE, PAYMENTS, readingWorld, RECEIPT } from './reading-world.ts'

let world: ReadingWorld
afterEach(() => world.close())

/** More objects than any page of a server with pages of its own would hold. */
const MANY = 1200

function refusal(reply: Reply): [number, string | undefined] {
  return [reply.status, codeOf(reply)]
}

function column(reply: Reply, name: string): unknown[] {
  return rowsIn(reply).map((row) => row[name])
}

async function manyBuyers(count: number): Promise<void> {
  world = await readingWorld({ order: 'shuffled' })
  for (let number = 1; number <= count; number++) {
    world.simulator.ledger.create(BUYERS, { Description: `Покупатель ${number}`, ИНН: String(number) })
  }
}

describe('A list', () => {
  it('#25 comes whole, without pages of the server', async () => {
    await manyBuyers(MANY)

    const reply = await world.ask(`${BUYERS}?$select=Ref_Key`)

    expect(rowsIn(reply).length).toBeGreaterThan(MANY)
    expect(Object.keys(reply.json).sort()).toEqual(['odata.metadata', 'value'])
  })

  it('#26 skips before it takes, and counts without either', async () => {
    world = await readingWorld()

    const reply = await world.ask(`${BUYERS}?$orderby=Description desc&$skip=1&$top=1&$inlinecount=allpages`)

    expect(column(reply, 'Description')).toEqual(['Покупатели'])
    expect(reply.json['odata.count']).toBe('3')
  })

  it('#26 has no order of its own: pages without $orderby overlap and miss', async () => {
    await manyBuyers(60)

    const pages = await Promise.all([0, 20, 40].map((skip) => world.ask(`${BUYERS}?$top=20&$skip=${skip}`)))

    expect(new Set(pages.flatMap((page) => column(page, 'Ref_Key'))).size).toBeLessThan(60)
  })

  it('#27 by Ref_Key keeps one order from call to call, and it is not that of the guids', async () => {
    await manyBuyers(60)

    const first = column(await world.ask(`${BUYERS}?$orderby=Ref_Key`), 'Ref_Key')
    const pages = await Promise.all(
      [0, 30, 60].map((skip) => world.ask(`${BUYERS}?$orderby=Ref_Key&$top=30&$skip=${skip}`)),
    )

    expect(pages.flatMap((page) => column(page, 'Ref_Key'))).toEqual(first)
    expect(first.map(String).sort()).not.toEqual(first)
  })

  it('#27 follows the changes of the base between two pages', async () => {
    world = await readingWorld()
    const address = `${BUYERS}?$orderby=Description&$select=Description`
    const before = column(await world.ask(address), 'Description')

    world.simulator.ledger.change(BUYERS, world.romashka, { Description: 'Астра ООО' })
    const after = column(await world.ask(address), 'Description')

    expect(before[0]).toBe('Лютик ООО')
    expect(after).toEqual(['Астра ООО', 'Лютик ООО', 'Покупатели'])
  })

  it('finds by an exact text what was written, changed and removed a moment ago', async () => {
    world = await readingWorld()
    const found = async (inn: string) => column(await world.ask(`${BUYERS}?$filter=ИНН eq '${inn}'`), 'Description')
    expect(await found('7702000017')).toEqual(['Лютик ООО'])

    world.simulator.ledger.change(BUYERS, world.lyutik.key, { ИНН: '7702000099' })
    world.simulator.ledger.create(BUYERS, { Description: 'Лютик-2', ИНН: '7702000099' })
    expect(await found('7702000017')).toEqual([])
    expect(await found('7702000099')).toEqual(['Лютик ООО', 'Лютик-2'])

    world.simulator.ledger.remove(BUYERS, world.lyutik.key)
    expect(await found('7702000099')).toEqual(['Лютик-2'])

    world.simulator.base.restore(structuredClone({ ...world.simulator.base.save(), entities: [] }))
    expect(await found('7702000099')).toEqual([])
  })

  it('#26 orders by a property behind a reference', async () => {
    world = await readingWorld()

    const reply = await world.ask(`${INVOICE}?$orderby=Контрагент/Description,Date desc&$select=Date`)

    expect(column(reply, 'Date')).toEqual(['2026-11-24T10:00:00', '2026-10-05T09:00:00'])
  })
})

describe('A refusal', () => {
  it('#28 names an unknown option, an unknown field, an unknown set, an unknown object', async () => {
    world = await readingWorld()

    const option = await world.ask(`${BUYERS}?$expan=Parent`)
    const selected = await world.ask(`${BUYERS}?$select=НетТакого`)
    const ordered = await world.ask(`${BUYERS}?$orderby=НетТакого`)
    const set = await world.ask('CatalogКонтрагенты')
    const object = await world.ask(`${BUYERS}(guid'00000000-0000-0000-0000-0000000000ff')`)

    expect(refusal(option)).toEqual([400, '0'])
    expect(saidBy(option)).toBe('The $expan parameter is not supported')
    expect([selected.status, ordered.status]).toEqual([400, 400])
    expect([saidBy(selected), saidBy(ordered)].join()).toMatch(/НетТакого.*НетТакого/)
    expect(refusal(set)).toEqual([404, '8'])
    expect(refusal(object)).toEqual([404, '9'])
  })

  it('#28 is XML when the request did not ask for JSON', async () => {
    world = await readingWorld()

    const { status, text, headers } = await world.ask('CatalogКонтрагенты', { atom: true })

    expect(status).toBe(404)
    expect(headers.get('content-type')).toContain('application/xml')
    expect(text).toContain('<m:code>8</m:code>')
  })

  const bodies: [string, string][] = [
    ['400-code0-unknown-option', `${BUYERS}?$expan=Parent`],
    ['400-code1-bad-guid', `${BUYERS}(guid'не-guid')`],
    ['400-code6-method', `${PAYMENTS}/Balance`],
    ['400-code6-segment', `${PAYMENTS}?$filter=Period eq 1`],
    ['400-code14-filter', `${BUYERS}?$filter=ИНН eq`],
    ['500-code-1-composite-compare', `${BUYERS}?$filter=Ref_Key gt Parent_Key`],
  ]

  it.skipIf(!fixturesPresent).each(bodies)(
    '#28 has the body of live bases: %s (needs the shared fixtures)',
    async (file, address) => {
      world = await readingWorld()

      const ours = await world.ask(address)

      expect(String(ours.status)).toBe(file.slice(0, 3))
      expect(ours.json).toEqual(JSON.parse(fixture(`1c-odata/errors/${file}.json`)))
    },
  )

  it('#28 comes for a key that is no guid, lacks a part or names a wrong one', async () => {
    world = await readingWorld()

    const notGuid = await world.ask(`${BUYERS}(guid'не-guid')`)
    const partial = await world.ask(`${INVOICE}_Товары(Ref_Key=guid'${world.paid.key}')`)
    const wrong = await world.ask(`${INVOICE}_Товары(Ref_Key=guid'${world.paid.key}',Номер=1)`)
    const guidForText = await world.ask(
      `${PAYMENTS}(Recorder=guid'${world.payment.key}',Recorder_Type='StandardODATA.${RECEIPT}')`,
    )

    expect(refusal(notGuid)).toEqual([400, '1'])
    expect(refusal(partial)).toEqual([400, '7'])
    expect(refusal(wrong)).toEqual([400, '6'])
    expect(guidForText.status).toBe(400)
  })

  it('#28 comes for numbers of $top and $skip that are none', async () => {
    world = await readingWorld()

    const replies = await Promise.all(
      ['$top=-1', '$top=x', '$skip=1.5', '$inlinecount=some'].map((part) => world.ask(`${BUYERS}?${part}`)),
    )

    expect(replies.map(refusal)).toEqual(replies.map(() => [400, '14']))
  })
})

describe('An address', () => {
  it('reaches a row, a record set, a record of a status, a constant', async () => {
    world = await readingWorld()
    const { ledger } = world.simulator
    ledger.create('Constant_ОсновнаяОрганизация', {
      Ref_Key: '00000000-0000-0000-0000-000000000000',
      Value_Key: world.books.firm,
    })

    const row = await world.ask(`${INVOICE}_Товары(Ref_Key=guid'${world.paid.key}', LineNumber=2)`)
    const set = await world.ask(
      `${PAYMENTS}(Recorder='${world.payment.key}', Recorder_Type='StandardODATA.${RECEIPT}')`,
    )
    const status = await world.ask(
      `InformationRegister_СтатусыДокументов(Организация_Key=guid'${world.books.firm}', Документ='${world.paid.key}', Документ_Type='StandardODATA.${INVOICE}')`,
    )
    const constant = await world.ask(`Constant_ОсновнаяОрганизация(guid'00000000-0000-0000-0000-000000000000')`)

    expect(row.json).toMatchObject({ LineNumber: '2', Сумма: 2000 })
    expect(set.json['RecordSet']).toMatchObject([{ Сумма: 2500, СчетНаОплату: world.paid.key }])
    expect(status.json).toMatchObject({ Статус: 'ОплаченЧастично' })
    expect(constant.json).toMatchObject({ SurrogateKey: 0, Value_Key: world.books.firm })
  })

  it('goes on behind a reference, to a property, its bare value, a section', async () => {
    world = await readingWorld()
    const invoice = `${INVOICE}(guid'${world.paid.key}')`

    const entity = await world.ask(`${invoice}/Контрагент`)
    const property = await world.ask(`${invoice}/ВалютаДокумента/Description`)
    const value = await world.ask(`${invoice}/ВалютаДокумента/Description/$value`)
    const rows = await world.ask(`${invoice}/Товары`)
    const nowhere = await world.ask(`${invoice}/Склад`)

    expect(entity.json).toMatchObject({ Ref_Key: world.romashka, Description: 'Ромашка ООО' })
    expect(property.json).toMatchObject({ value: 'руб.' })
    expect(value.text).toBe('руб.')
    expect(rowsIn(rows)).toHaveLength(3)
    expect(refusal(nowhere)).toEqual([400, '6'])
  })

  it('#9 counts what a filter leaves, whatever page is asked for', async () => {
    world = await readingWorld()

    const { text } = await world.ask(`${BUYERS}/$count?$filter=IsFolder eq false&$top=1`)

    expect(text.replace('\uFEFF', '')).toBe('2')
  })
})

describe('Record sets of a register', () => {
  it('#32 #33 are filtered through any() only; their order is not asked for', async () => {
    world = await readingWorld()
    const moment = "datetime'2026-11-01T00:00:00'"

    const direct = await world.ask(`${PAYMENTS}?$filter=Period ge ${moment}`)
    const through = await world.ask(`${PAYMENTS}?$filter=RecordSet/Period ge ${moment}`)
    const lambda = await world.ask(`${PAYMENTS}?$filter=RecordSet/any(r: r/Period ge ${moment} and r/Сумма gt 2000)`)
    const ordered = await world.ask(`${PAYMENTS}?$orderby=НетТакого`)

    expect(refusal(direct)).toEqual([400, '6'])
    expect(saidBy(direct)).toBe('Сегмент пути Period не найден!')
    expect(refusal(through)).toEqual([500, '-1'])
    expect(rowsIn(lambda)).toHaveLength(1)
    expect(ordered.status).toBe(200)
  })

  it('#33 are read record by record with an ordinary filter', async () => {
    world = await readingWorld()

    const reply = await world.ask(
      `${PAYMENTS}_RecordType?$filter=Period ge datetime'2026-11-01T00:00:00'&$select=Сумма`,
    )

    expect(rowsIn(reply)).toEqual([{ Сумма: 2500 }])
  })

  it('#37 run out of memory above a limit, single records do not', async () => {
    world = await readingWorld({ memoryLimitRecords: 1 })
    const second = world.books.receipt({ pays: world.unpaid })
    world.simulator.ledger.post(RECEIPT, second.key)

    const sets = await world.ask(PAYMENTS)
    const records = await world.ask(`${PAYMENTS}_RecordType`)

    expect(refusal(sets)).toEqual([500, '-1'])
    expect(saidBy(sets)).toContain('Недостаточно памяти')
    expect(rowsIn(records)).toHaveLength(2)
  })
})

describe('$select and $expand', () => {
  it('#34 leave the sections out by ** and take single columns by path', async () => {
    world = await readingWorld()

    const flat = rowsIn(await world.ask(`${INVOICE}?$select=**`))[0] ?? {}
    const columns = rowsIn(await world.ask(`${INVOICE}?$select=Number,Товары/Номенклатура_Key,Товары/Сумма`))[0]

    expect(flat).toHaveProperty('СуммаДокумента', 6000)
    expect(flat).not.toHaveProperty('Товары')
    expect(columns).toEqual({
      Number: world.paid.fields['Number'],
      Товары: [3000, 2000, 1000].map((Сумма) => ({ Номенклатура_Key: world.product.key, Сумма })),
    })
  })

  it('#35 expand only what the selection names, when there is one', async () => {
    world = await readingWorld()

    const named = rowsIn(await world.ask(`${INVOICE}?$expand=Контрагент&$select=Number,Контрагент/Description`))[0]
    const unnamed = rowsIn(await world.ask(`${INVOICE}?$expand=Контрагент&$select=Number`))[0]
    const whole = rowsIn(await world.ask(`${INVOICE}?$expand=Контрагент/Parent,ДоговорКонтрагента`))[0]

    expect(named).toEqual({ Number: world.paid.fields['Number'], Контрагент: { Description: 'Ромашка ООО' } })
    expect(unnamed).toEqual({ Number: world.paid.fields['Number'] })
    expect(whole?.['Контрагент']).toMatchObject({ Description: 'Ромашка ООО', Parent: null })
    expect(whole?.['ДоговорКонтрагента']).toMatchObject({ Description: 'Основной договор' })
  })

  it('#35 expand through a composite by its type', async () => {
    world = await readingWorld()

    const typed = rowsIn(await world.ask(`${RECEIPT}?$expand=Контрагент/${BUYERS}/*`))[0]
    const untyped = await world.ask(`${RECEIPT}?$expand=Контрагент`)

    expect(typed?.['Контрагент_Expanded']).toMatchObject({ Description: 'Ромашка ООО' })
    expect(untyped.status).toBe(400)
  })

  it('#35 ignore or refuse expansion of a single entity, and refuse it for columns of a section', async () => {
    world = await readingWorld()
    const entity = `${INVOICE}(guid'${world.paid.key}')?$expand=Контрагент`

    const ignored = await world.ask(entity)
    world.simulator.settings.expandOnEntity = 'refuse'
    const refused = await world.ask(entity)
    const ofSection = await world.ask(`${INVOICE}?$expand=Товары/Номенклатура`)

    expect(ignored.status).toBe(200)
    expect(ignored.json).not.toHaveProperty('Контрагент')
    expect([refused.status, ofSection.status]).toEqual([400, 400])
  })

  it('#35 expand in Atom inside the link', async () => {
    world = await readingWorld()

    const { text } = await world.ask(`${INVOICE}?$expand=Контрагент&$top=1`, { atom: true })

    expect(text).toMatch(/related\/Контрагент"[^>]*><m:inline><entry>[^]*<d:Description>Ромашка ООО<\/d:Description>/)
  })
})

describe('Rights by rows', () => {
  it('#36 refuse the whole list, or leave rows out when the request allows it', async () => {
    world = await readingWorld()
    world.simulator.settings.forbidden = { [BUYERS]: [world.lyutik.key] }

    const refused = await world.ask(BUYERS)
    const narrowed = await world.ask(`${BUYERS}?$filter=ИНН eq '7701000026'`)
    const allowed = await world.ask(`${BUYERS}?allowedOnly=true&$orderby=Description`)
    const entity = await world.ask(`${BUYERS}(guid'${world.lyutik.key}')`)
    const section = await world.ask(`${BUYERS}_КонтактнаяИнформация`)

    for (const reply of [refused, entity, section]) expect(refusal(reply)).toEqual([401, '20'])
    expect(narrowed.status).toBe(200)
    expect(column(allowed, 'Description')).toEqual(['Покупатели', 'Ромашка ООО'])
  })
})
