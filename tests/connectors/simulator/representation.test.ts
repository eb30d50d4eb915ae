// How values, entities and lists look in the answers of the simulated base.
import { XMLParser } from 'fast-xml-parser'
import { afterEach, describe, expect, it } from 'vitest'
import { EMPTY_DATE, EMPTY_GUID } from '../../../connectors/simulator/base/model.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import { rowsIn } from './odata-world.ts'
import type { ReadingWorld } from './reading-world.ts'
import { BUYERS, INVOICE, PAYMENTS, readingWorld, RECEIPT, STATUSES } from './reading-world.ts'

let world: ReadingWorld
afterEach(() => world.close())

describe('Values', () => {
  it('#16 are texts when they are long whole numbers or counts, numbers otherwise', async () => {
    world = await readingWorld()
    const bank = world.simulator.ledger.create('Catalog_Банки', { Description: 'Банк', РучноеИзменение: 2 })

    const { json } = await world.ask(`${INVOICE}?$filter=Posted eq false&$inlinecount=allpages`)
    const { json: bankJson } = await world.ask(`Catalog_Банки(guid'${bank.key}')`)

    expect(json['odata.count']).toBe('2')
    expect((json['value'] as object[])[0]).toMatchObject({ КратностьВзаиморасчетов: '1', СуммаДокумента: 6000 })
    expect(bankJson['РучноеИзменение']).toBe(2)
  })

  it('#17 that nobody filled are empty guids, dates and texts, never null', async () => {
    world = await readingWorld()

    const { json } = await world.ask(`${BUYERS}(guid'${world.folder.key}')`)

    expect(json).toMatchObject({
      Parent_Key: EMPTY_GUID,
      ДатаСоздания: EMPTY_DATE,
      ИНН: '',
      ЮридическоеФизическоеЛицо: '',
    })
    expect(Object.values(json)).not.toContain(null)
  })

  it('#18 of a composite that was not filled are an empty text and the type Undefined', async () => {
    world = await readingWorld()

    const { json } = await world.ask(`${RECEIPT}(guid'${world.payment.key}')`)

    expect(json).toMatchObject({ ДокументОснование: '', ДокументОснование_Type: 'StandardODATA.Undefined' })
    expect(json).toMatchObject({ Контрагент: world.romashka, Контрагент_Type: `StandardODATA.${BUYERS}` })
  })

  it('#19 of an enumeration inside a composite name it, as unavailable when it is not published', async () => {
    world = await readingWorld()

    const [status] = rowsIn(await world.ask(STATUSES))

    expect(status).toMatchObject({ Статус: 'ОплаченЧастично', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' })
  })

  it('#16 of the version of an object are eight bytes in base64 that grow with every write', async () => {
    world = await readingWorld()
    const address = `${BUYERS}(guid'${world.romashka}')`
    const before = await world.ask(address)

    world.simulator.ledger.change(BUYERS, world.romashka, {})
    const after = await world.ask(address)

    const [old, fresh] = [before, after].map(({ json }) => Buffer.from(String(json['DataVersion']), 'base64'))
    expect(old).toHaveLength(8)
    expect(Buffer.compare(fresh ?? Buffer.of(), old ?? Buffer.of())).toBe(1)
  })
})

describe('JSON', () => {
  it('#20 of one entity has its own context and no list around it', async () => {
    world = await readingWorld()

    const entity = await world.ask(`${INVOICE}(guid'${world.paid.key}')`)
    const list = await world.ask(INVOICE)

    expect(entity.json['odata.metadata']).toBe(`${world.simulator.rootUrl}/$metadata#${INVOICE}/@Element`)
    expect(entity.json).not.toHaveProperty('value')
    expect(list.json['odata.metadata']).toBe(`${world.simulator.rootUrl}/$metadata#${INVOICE}`)
    expect(list.json['value']).toHaveLength(2)
  })

  it('#21 ends with relative links of the references that are filled', async () => {
    world = await readingWorld()

    const { json } = await world.ask(`${BUYERS}(guid'${world.lyutik.key}')`)

    const links = Object.entries(json).filter(([name]) => name.endsWith('@navigationLinkUrl'))
    expect(links).toContainEqual(['Parent@navigationLinkUrl', `${BUYERS}(guid'${world.lyutik.key}')/Parent`])
    expect(json).not.toHaveProperty('ОсновнойБанковскийСчет@navigationLinkUrl')
    expect(Object.entries(json).slice(-links.length)).toEqual(links)
  })

  it('#21 has neither context nor links without metadata, unless the base keeps the links', async () => {
    world = await readingWorld()
    const address = `${BUYERS}(guid'${world.lyutik.key}')?$format=application/json;odata=nometadata`

    const bare = await world.ask(address, { atom: true })
    world.simulator.settings.nometadataLinks = 'keep'
    const linked = await world.ask(address, { atom: true })

    expect(annotationsIn(bare.text)).toEqual([])
    expect(annotationsIn(linked.text)).toContain('Parent@navigationLinkUrl')
  })

  it('#21 shows an expanded empty reference as null with the link beside it', async () => {
    world = await readingWorld()

    const [row] = rowsIn(
      await world.ask(`${BUYERS}?$filter=Description eq 'Лютик ООО'&$expand=Parent,ОсновнойБанковскийСчет`),
    )

    expect(row?.['Parent']).toMatchObject({ Description: 'Покупатели' })
    expect(row?.['ОсновнойБанковскийСчет']).toBeNull()
    expect(row?.['ОсновнойБанковскийСчет@navigationLinkUrl']).toBe(
      `${BUYERS}(guid'${world.lyutik.key}')/ОсновнойБанковскийСчет`,
    )
  })

  it('#22 repeats the key of the owner and a number as text in every row of a section', async () => {
    world = await readingWorld()

    const { json } = await world.ask(`${INVOICE}(guid'${world.paid.key}')`)
    const rows = json['Товары'] as Record<string, unknown>[]

    expect(rows.map((row) => row['LineNumber'])).toEqual(['1', '2', '3'])
    expect(new Set(rows.map((row) => row['Ref_Key']))).toEqual(new Set([world.paid.key]))
  })

  it('#23 shows presentations only when they are selected', async () => {
    world = await readingWorld()
    const selected = await world.ask(
      `${INVOICE}?$select=Presentation,Контрагент____Presentation&$filter=Posted eq false`,
    )
    const all = await world.ask(`${INVOICE}?$select=*`)
    const everything = await world.ask(`${BUYERS}?$select=*,*____Presentation`)

    expect(rowsIn(selected)[0]).toEqual({
      Presentation: expect.stringMatching(/^Счет на оплату покупателю .+ от 24\.11\.2026 10:00:00$/) as string,
      Контрагент____Presentation: 'Ромашка ООО',
    })
    expect(Object.keys(rowsIn(all)[0] ?? {}).filter((name) => name.includes('resentation'))).toEqual([])
    expect(rowsIn(everything).map((row) => row['Parent____Presentation'])).toContain('Покупатели')
  })
})

describe.skipIf(!fixturesPresent)('The shape of an answer is that of live bases (needs the shared fixtures)', () => {
  const shapes: [string, string, () => string][] = [
    ['#16 #20 a counterparty', 'bp-kontragent-entity.json', () => `${BUYERS}(guid'${world.lyutik.key}')`],
    ['#18 a contract', 'bp-dogovor-entity.json', () => `Catalog_ДоговорыКонтрагентов(guid'${world.books.contract}')`],
    ['#22 an invoice', 'bp-schet-create.response.json', () => `${INVOICE}(guid'${world.paid.key}')`],
    ['#22 a receipt', 'bp-postuplenie-entity.json', () => `${RECEIPT}(guid'${world.payment.key}')`],
    ['#20 record sets of a register', 'bp-oplataschetov-recordset.json', () => PAYMENTS],
    ['#20 single records of a register', 'bp-oplataschetov-recordtype.json', () => `${PAYMENTS}_RecordType`],
  ]

  it.each(shapes)('%s', async (_name, file, address) => {
    world = await readingWorld()

    const { json } = await world.ask(address())

    expect(shapeOf(json)).toEqual(shapeOf(JSON.parse(fixture(`1c-odata/${file}`))))
  })
})

describe('Atom', () => {
  it.skipIf(!fixturesPresent)('#2 of an entry has the elements of live bases (needs the shared fixtures)', async () => {
    world = await readingWorld()

    const { text } = await world.ask(`${BUYERS}(guid'${world.lyutik.key}')`, { atom: true })

    const [ours, theirs] = [text, fixture('1c-odata/bp-kontragent-entity.atom.xml')].map((xml) => entryOf(xml))
    expect(ours).toEqual(theirs)
  })

  it('#20 of a list holds the count after the entries', async () => {
    world = await readingWorld()

    const { text } = await world.ask(`${INVOICE}?$inlinecount=allpages&$top=1`, { atom: true })

    expect(text).toMatch(/<\/entry>\s*<m:count>2<\/m:count>\s*<\/feed>/)
    expect(text.match(/<entry>/g)).toHaveLength(1)
  })

  it('#22 of an empty section is a closed element with its type', async () => {
    world = await readingWorld()

    const { text } = await world.ask(`${INVOICE}(guid'${world.paid.key}')`, { atom: true })

    expect(text).toContain(`<d:ВозвратнаяТара m:type="Collection(StandardODATA.${INVOICE}_ВозвратнаяТара_RowType)"/>`)
    expect(text).toContain(`<d:element m:type="StandardODATA.${INVOICE}_Товары_RowType">`)
    expect(text).toContain('<d:АдресДоставки/>')
  })

  it('#24 keeps or shuffles the order of properties, as the knob says', async () => {
    world = await readingWorld()
    const address = `${BUYERS}(guid'${world.lyutik.key}')`
    const order = async () => [...(await world.ask(address, { atom: true })).text.matchAll(/<d:(\w+|[А-я]+)/g)].join()

    const [first, second] = [await order(), await order()]
    world.simulator.settings.atomOrder = 'shuffled'
    const [third, fourth] = [await order(), await order()]

    expect(second).toBe(first)
    expect(fourth).not.toBe(third)
  })

  it('fails as a whole when the data holds a control character', async () => {
    world = await readingWorld()
    world.simulator.ledger.change(BUYERS, world.romashka, { Description: 'Ромашка\u0002' })

    const atom = await world.ask(BUYERS, { atom: true })
    const json = await world.ask(BUYERS)

    expect([atom.status, json.status]).toEqual([400, 200])
  })
})

/** Names of properties with the types of their values; of a list the shape of its first item. Optional links left out. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  const names = Object.keys(value).filter((name) => !name.includes('@'))
  return Object.fromEntries(names.sort().map((name) => [name, shapeOf((value as Record<string, unknown>)[name])]))
}

/** Elements of an entry and attributes of its links, without the values of properties. */
function entryOf(xml: string): unknown {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'link' })
  const { entry } = parser.parse(xml) as { entry: Record<string, unknown> & { content: Record<string, object> } }
  const links = entry['link'] as Record<string, string>[]
  return {
    elements: Object.keys(entry).sort(),
    category: entry['category'],
    edit: Object.keys(links.find((link) => link['@_rel'] === 'edit') ?? {}).sort(),
    related: links.filter((link) => link['@_title'] === 'Parent').map((link) => ({ ...link, '@_href': '' })),
    content: entry.content['@_type'],
    properties: Object.keys(entry.content['m:properties'] ?? {}).sort(),
  }
}

function annotationsIn(text: string): string[] {
  const names = Object.keys(JSON.parse(text) as object)
  return names.filter((name) => name.includes('@') || name.startsWith('odata'))
}
