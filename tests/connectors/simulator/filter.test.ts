// The language of $filter: what matches, what is refused and how, over a real socket.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUTHORIZATION, BUYERS, INVOICE, readingWorld, RECEIPT } from './reading-world.ts'
import type { ReadingWorld } from './reading-world.ts'

let world: ReadingWorld
const keys: Record<string, string> = {}

beforeAll(async () => {
  world = await readingWorld()
  const { ledger } = world.simulator
  Object.assign(keys, {
    romashka: world.romashka,
    lyutik: world.lyutik.key,
    paid: world.paid.key,
    folder: world.folder.key,
  })
  ledger.create(BUYERS, { Description: "Кафе О'Хара 50%", ИНН: '7703', ДатаСоздания: '2026-01-31T23:59:58' })
})
afterAll(() => world.close())

interface Outcome {
  status: number
  code?: string
  shown?: unknown[]
}

/** Asks for a set with a filter in which `{lyutik}` stands for a key of the world. */
async function ask(set: string, filter: string, shown = 'Description'): Promise<Outcome> {
  const text = filter.replace(/\{(\w+)\}/g, (_all, name: string) => keys[name] ?? '')
  const query = `$format=json&$select=${encodeURIComponent(shown)}&$filter=${encodeURIComponent(text)}`
  const [, authorization = ''] = AUTHORIZATION.split(': ')
  const answer = await fetch(`${world.simulator.rootUrl}/${encodeURIComponent(set)}?${query}`, {
    headers: { Authorization: authorization },
  })
  const json = (await answer.json()) as { value?: Record<string, unknown>[]; 'odata.error'?: { code: string } }
  if (json['odata.error']) return { status: answer.status, code: json['odata.error'].code }
  return { status: answer.status, shown: json.value?.map((row) => row[shown]) ?? [] }
}

const ROMASHKA = 'Ромашка ООО'
const LYUTIK = 'Лютик ООО'
const CAFE = "Кафе О'Хара 50%"
const FOLDER = 'Покупатели'

describe('#28 A filter over counterparties finds', () => {
  const table: [string, string[]][] = [
    // comparison and logic
    ["ИНН eq '7702000017'", [LYUTIK]],
    ["'7702000017' eq ИНН", [LYUTIK]],
    ["ИНН ne '7702000017' and not IsFolder", [ROMASHKA, CAFE]],
    ['IsFolder', [FOLDER]],
    ["IsFolder eq true or Description eq 'лютик ооо'", [FOLDER, LYUTIK]],
    ["(ИНН eq '7703' or ИНН eq '7702000017') and startswith(Description,'К')", [CAFE]],
    ["ИНН eq '7703' or ИНН eq '7702000017' and startswith(Description,'Л')", [CAFE, LYUTIK]],
    ["Parent_Key eq guid'{folder}'", [LYUTIK]],
    ["Ref_Key eq guid'{lyutik}' or Ref_Key eq guid'{romashka}'", [ROMASHKA, LYUTIK]],
    ["ИНН gt '7701' and ИНН lt '7702000018' and IsFolder eq false", [ROMASHKA, LYUTIK]],
    // texts
    ["substringof('О''Хара',Description)", [CAFE]],
    ["startswith(Description,'рома')", [ROMASHKA]],
    ["endswith(Description,'ООО') eq true", [ROMASHKA, LYUTIK]],
    ["endswith(Description,'ООО') eq false", [FOLDER, CAFE]],
    ["like(Description,'%50[%]')", [CAFE]],
    ["like(Description,'[^ркп]%')", [LYUTIK]],
    ["like(Description,'_ютик%')", [LYUTIK]],
    ["like(Description,'_тик%')", []],
    ["like(Description,'Р.машка%')", []],
    ["concat(Description,ИНН) eq 'Лютик ООО7702000017'", [LYUTIK]],
    ["substring(Description,1,5) eq 'Лютик'", [LYUTIK]],
    ["substring(Description,7) eq 'ООО'", [LYUTIK]],
    ["substringof('client=17',Комментарий)", [LYUTIK]],
    // dates
    ["ДатаСоздания eq datetime'2026-01-31T23:59:58'", [CAFE]],
    ['year(ДатаСоздания) eq 2026 and quarter(ДатаСоздания) eq 1 and month(ДатаСоздания) eq 1', [CAFE]],
    ['day(ДатаСоздания) eq 31 and hour(ДатаСоздания) eq 23 and minute(ДатаСоздания) eq 59', [CAFE]],
    ['second(ДатаСоздания) eq 58 and dayofyear(ДатаСоздания) eq 31 and dayofweek(ДатаСоздания) eq 6', [CAFE]],
    ["dateadd(ДатаСоздания,'month',1) eq datetime'2026-02-28T23:59:58'", [CAFE]],
    ["dateadd(ДатаСоздания,'second',2) eq datetime'2026-02-01T00:00:00'", [CAFE]],
    ["datedifference(ДатаСоздания,datetime'2026-02-01T00:00:00','month') eq 1 and ИНН eq '7703'", [CAFE]],
    // paths, sections, types
    ["Parent/Description eq 'Покупатели'", [LYUTIK]],
    ['КонтактнаяИнформация/any()', [LYUTIK]],
    ["КонтактнаяИнформация/any(row: row/Тип eq 'Телефон' and row/LineNumber eq 1)", [LYUTIK]],
    ["КонтактнаяИнформация/any() and КонтактнаяИнформация/all(row: row/Тип eq 'Факс')", []],
    ["isof(Parent_Key,'Catalog_Контрагенты') and IsFolder", [FOLDER]],
  ]

  it.each(table)('%s', async (filter, expected) => {
    const { status, shown } = await ask(BUYERS, filter)

    expect(status).toBe(200)
    expect(shown?.sort()).toEqual([...expected].sort())
  })
})

describe('#28 A filter over invoices finds', () => {
  const table: [string, number[]][] = [
    ['СуммаДокумента gt 5000', [6000]],
    ['СуммаДокумента add 1000 mul 2 eq 8000', [6000]],
    ['(СуммаДокумента sub 500) div 2 eq 250', [1000]],
    ['СуммаДокумента gt -1 and round(СуммаДокумента) eq 1000', [1000]],
    ["Контрагент/ИНН eq '7701000026' and Date ge datetime'2026-11-01T00:00:00'", [6000]],
    ['КратностьВзаиморасчетов eq 1', [6000]],
    ["Товары/any(row: row/Номенклатура/Description eq 'Маршрутизатор' and row/Сумма lt 1500)", [6000]],
    ['Товары/all(row: row/Сумма lt 1500)', [1000]],
  ]

  it.each(table)('%s', async (filter, expected) => {
    const { status, shown } = await ask(INVOICE, filter, 'СуммаДокумента')

    expect({ status, shown }).toEqual({ status: 200, shown: expected })
  })
})

describe('#30 A composite', () => {
  const found = { status: 200, shown: [2500] }
  const table: [string, Outcome][] = [
    ["Контрагент eq cast(guid'{romashka}','Catalog_Контрагенты')", found],
    ["cast(guid'{romashka}','Catalog_Контрагенты') eq Контрагент", found],
    ["Контрагент eq cast(guid'{romashka}','Catalog_ФизическиеЛица')", { status: 200, shown: [] }],
    ["Контрагент eq cast(guid'{lyutik}','Catalog_Контрагенты')", { status: 200, shown: [] }],
    ["isof(Контрагент,'Catalog_Контрагенты')", found],
    ["isof(Контрагент,'Catalog_ФизическиеЛица')", { status: 200, shown: [] }],
    ["Контрагент_Type eq 'StandardODATA.Catalog_Контрагенты'", found],
    ["cast(Контрагент,'Catalog_Контрагенты')/ИНН eq '7701000026'", found],
    ["Контрагент eq guid'{romashka}'", { status: 500, code: '-1' }],
    ["Контрагент eq '{romashka}'", { status: 200, shown: [] }],
    ["startswith(Контрагент_Type,'StandardODATA')", { status: 500, code: '-1' }],
    ["Контрагент/ИНН eq '7701000026'", { status: 400, code: '6' }],
    ["Контрагент eq cast(guid'{romashka}','StandardODATA.Catalog_Контрагенты')", { status: 400, code: '14' }],
  ]

  it.each(table)('%s', async (filter, expected) => {
    expect(await ask(RECEIPT, filter, 'СуммаДокумента')).toEqual(expected)
  })

  it('#30 compared with a bare guid is empty in the documented mode', async () => {
    world.simulator.settings.compositeEq = 'empty'

    const outcome = await ask(RECEIPT, "Контрагент eq guid'{romashka}'", 'СуммаДокумента')

    world.simulator.settings.compositeEq = 'error'
    expect(outcome).toEqual({ status: 200, shown: [] })
  })
})

describe('A filter is refused', () => {
  const unreadable = ['ИНН eq', "ИНН = '1'", "ИНН eq '1", '(IsFolder', "ИНН eq '1')", 'ИНН', "'да'", "ИНН eq '1' ИНН"]
  const unsupported = [
    "tolower(ИНН) eq ''",
    'length(ИНН) eq 1',
    "indexof(ИНН,'7') eq 1",
    "trim(ИНН) eq ''",
    'floor(1) eq 1',
  ]
  const incomparable = [
    "Ref_Key gt guid'{lyutik}'",
    'ИНН eq 7702000017',
    "Ref_Key eq '{lyutik}'",
    "Комментарий eq 'zveno:client=17'",
    'IsFolder gt false',
    "ДатаСоздания gt '2026-01-01'",
    'КонтактнаяИнформация/Тип eq 1',
  ]

  it.each(unreadable)('#28 when it cannot be read: %s', async (filter) => {
    expect(await ask(BUYERS, filter)).toEqual({ status: 400, code: '14' })
  })

  it.each(unsupported)('#29 for a function that 1C lacks: %s', async (filter) => {
    expect(await ask(BUYERS, filter)).toEqual({ status: 400, code: '14' })
  })

  it.each(incomparable)('#31 for values that cannot be compared: %s', async (filter) => {
    expect(await ask(BUYERS, filter)).toEqual({ status: 500, code: '-1' })
  })

  it('#28 for an unknown field, a bad guid, arguments of a wrong number', async () => {
    expect(await ask(BUYERS, "НетТакого eq '1'")).toEqual({ status: 400, code: '6' })
    expect(await ask(BUYERS, "Ref_Key eq guid'1'")).toEqual({ status: 400, code: '1' })
    expect(await ask(BUYERS, 'startswith(ИНН)')).toEqual({ status: 400, code: '21' })
    expect(await ask(BUYERS, "ДатаСоздания eq datetime'2026-13-01T00:00:00'")).toEqual({ status: 400, code: '14' })
  })

  it('#28 when it is nested beyond reason, without harm to the server', async () => {
    expect(await ask(BUYERS, `${'('.repeat(2000)}IsFolder${')'.repeat(2000)}`)).toEqual({ status: 400, code: '14' })
    expect((await ask(BUYERS, 'IsFolder')).status).toBe(200)
  })
})

it('#28 Texts are compared with regard to case in a base that says so', async () => {
  world.simulator.settings.textCase = 'exact'

  const outcomes = [
    await ask(BUYERS, "Description eq 'лютик ооо'"),
    await ask(BUYERS, "startswith(Description,'рома')"),
  ]

  world.simulator.settings.textCase = 'ignore'
  expect(outcomes.map(({ shown }) => shown)).toEqual([[], []])
})
