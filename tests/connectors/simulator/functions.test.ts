// Virtual tables of registers: items 53 and 54 of the conformance checklist, over a real socket.
import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import type { Profile } from '../../../connectors/simulator/base/model.ts'
import type { ODataWorld } from './odata-world.ts'
import { codeOf, doorsOf, odataWorld, rowsIn } from './odata-world.ts'

const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'
const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
const RATES = 'InformationRegister_КурсыВалют'

const open: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})

/** Two invoices; 400 and 100.10 paid for the first, 50 for the second, on three days. */
async function paidWorld(knobs = {}): Promise<ODataWorld & { first: string; second: string }> {
  const made = await odataWorld(knobs)
  open.push(made.simulator)
  const { invoice, receipt, ledger } = made.books
  const [first, second] = [invoice({}), invoice({})]
  const payments = [
    receipt({ pays: first, sum: 400, Date: '2026-11-01T10:00:00' }),
    receipt({ pays: first, sum: 100.1, Date: '2026-11-02T10:00:00' }),
    receipt({ pays: second, sum: 50, Date: '2026-11-03T10:00:00' }),
  ]
  for (const payment of payments) ledger.post(RECEIPT, payment.key)
  return { ...made, first: first.key, second: second.key }
}

describe('#53 A turnover may be asked', () => {
  it.each([
    ['bare', `${PAYMENTS}/Turnovers`, 2],
    ['with empty parentheses', `${PAYMENTS}/Turnovers()`, 2],
    [
      'with a condition in the query',
      `${PAYMENTS}/Turnovers?Condition=СчетНаОплату eq cast(guid'FIRST','Document_СчетНаОплатуПокупателю')`,
      1,
    ],
    [
      'with doubled quotes in parentheses',
      `${PAYMENTS}/Turnovers(Condition='СчетНаОплату eq cast(guid''FIRST'',''Document_СчетНаОплатуПокупателю'')')`,
      1,
    ],
    [
      'by a period',
      `${PAYMENTS}/Turnovers(StartPeriod=datetime'2026-11-02T00:00:00',EndPeriod=datetime'2026-11-02T23:59:59')`,
      1,
    ],
  ])('%s', async (_form, path, rows) => {
    const { ask, first } = await paidWorld()

    const reply = await ask(path.replace('FIRST', first))

    expect(reply.status).toBe(200)
    expect(rowsIn(reply)).toHaveLength(rows)
  })

  it('in one spelling more when the knob allows inner quotes that are not doubled', async () => {
    const { ask, first, simulator } = await paidWorld()
    const path = `${PAYMENTS}/Turnovers(Condition='СчетНаОплату eq cast(guid'${first}','Document_СчетНаОплатуПокупателю')')`

    const strict = await ask(path)
    simulator.settings.innerQuotes = 'both'
    const loose = await ask(path)

    expect([strict.status, loose.status]).toEqual([400, 200])
    expect(rowsIn(loose)).toHaveLength(1)
  })

  it('with options that work after the sum', async () => {
    const { ask, second } = await paidWorld()

    const reply = await ask(
      `${PAYMENTS}/Turnovers?$filter=СуммаTurnover lt 100&$select=СчетНаОплату,СуммаTurnover&$top=1`,
    )

    expect(rowsIn(reply)).toEqual([{ СчетНаОплату: second, СуммаTurnover: 50 }])
  })
})

describe('#54 The rows of a turnover', () => {
  it('hold only the named dimensions and exact sums', async () => {
    const { ask, first, second } = await paidWorld()

    const reply = await ask(`${PAYMENTS}/Turnovers?Dimensions=СчетНаОплату`)

    expect(rowsIn(reply)).toEqual([
      {
        СчетНаОплату: first,
        СчетНаОплату_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю',
        СуммаTurnover: 500.1,
        СуммаНДСTurnover: 0,
      },
      {
        СчетНаОплату: second,
        СчетНаОплату_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю',
        СуммаTurnover: 50,
        СуммаНДСTurnover: 0,
      },
    ])
  })

  it.each([
    ['a balance of a turnover register', `${PAYMENTS}/Balance`, 400, '6'],
    ['a dimension that is not there', `${PAYMENTS}/Turnovers?Dimensions=Нет`, 400, '6'],
    ['an argument that is not there', `${PAYMENTS}/Turnovers(Top=3)`, 400, '21'],
    ['a bad moment', `${PAYMENTS}/Turnovers(StartPeriod='вчера')`, 400, '1'],
    ['a condition that cannot be read', `${PAYMENTS}/Turnovers?Condition=Сумма eq eq 1`, 400, '14'],
    ['posting of a register', `${PAYMENTS}/Post`, 400, '6'],
  ])('are refused for %s', async (_case, path, status, code) => {
    const { ask } = await paidWorld()

    const reply = await ask(path)

    expect([reply.status, codeOf(reply)]).toEqual([status, code])
  })
})

describe('#53 Slices', () => {
  it('give the newest rate up to a moment, the moment included, and the oldest from it', async () => {
    const { ask, books, simulator } = await odataWorld()
    open.push(simulator)
    for (const [day, rate] of [
      ['10', 90],
      ['15', 91.5],
      ['20', 92.25],
    ] as const) {
      books.ledger.createRecord(RATES, {
        Period: `2026-11-${day}T00:00:00`,
        Валюта_Key: books.dollars,
        Курс: rate,
        Кратность: '1',
      })
    }

    const last = await ask(`${RATES}/SliceLast(Period=datetime'2026-11-15T00:00:00')`)
    const newest = await ask(`${RATES}/SliceLast()?$select=Валюта_Key,Курс`)
    const first = await ask(`${RATES}/SliceFirst?Period=datetime'2026-11-16T00:00:00'`)
    const none = await ask(`${RATES}/SliceLast?Condition=Курс gt 100`)

    expect(rowsIn(last)).toMatchObject([{ Курс: 91.5 }])
    expect(rowsIn(newest)).toEqual([{ Валюта_Key: books.dollars, Курс: 92.25 }])
    expect(rowsIn(first)).toMatchObject([{ Курс: 92.25 }])
    expect(rowsIn(none)).toEqual([])
  })
})

/** A configuration with one balance register, which БП has not. */
const STOCK: Profile = {
  name: 'stock',
  title: 'Stock',
  enums: {},
  unavailableEnums: [],
  objects: [
    { class: 'Catalog', name: 'Товары', codeLength: 9, nameLength: 50, hierarchical: false, fields: [], sections: [] },
    { class: 'Document', name: 'Движение', numberLength: 11, fields: [], sections: [] },
    {
      class: 'AccumulationRegister',
      name: 'Остатки',
      register: 'balance',
      recorders: ['Document_Движение'],
      dimensions: [{ name: 'Товар', type: { is: 'ref', to: 'Catalog_Товары' } }],
      resources: [{ name: 'Количество', type: { is: 'number', digits: 15, fraction: 3 } }],
      fields: [],
    },
  ],
}

function movement(number: number, at: { day: string; item: string; quantity: number; type?: string }) {
  const { day, item, quantity, type = 'Receipt' } = at
  return {
    LineNumber: String(number),
    Period: `2026-11-${day}T00:00:00`,
    RecordType: type,
    Товар_Key: item,
    Количество: quantity,
  }
}

describe('#54 The balance', () => {
  it('at a moment leaves out what moved at that moment, and drops what came to nothing', async () => {
    const [nails, screws] = ['0000000f-2e00-11ef-8a00-000000000001', '0000000f-2e00-11ef-8a00-000000000002']
    const simulator = await startSimulator({ port: 0, profile: STOCK })
    open.push(simulator)
    const document = simulator.ledger.create('Document_Движение', {})
    simulator.ledger.writeRecordSet(
      'AccumulationRegister_Остатки',
      { set: document.set, key: document.key },
      {
        RecordSet: [
          movement(1, { day: '01', item: nails, quantity: 10.5 }),
          movement(2, { day: '02', item: nails, quantity: 0.2, type: 'Expense' }),
          movement(3, { day: '01', item: screws, quantity: 3 }),
          movement(4, { day: '03', item: screws, quantity: 3, type: 'Expense' }),
        ],
      },
    )
    const { ask } = doorsOf(simulator)

    const now = await ask('AccumulationRegister_Остатки/Balance()')
    const before = await ask("AccumulationRegister_Остатки/Balance(Period=datetime'2026-11-02T00:00:00')")
    const moved = await ask(
      "AccumulationRegister_Остатки/BalanceAndTurnovers(StartPeriod=datetime'2026-11-02T00:00:00')?$filter=Товар_Key eq guid'" +
        nails +
        "'",
    )

    expect(rowsIn(now)).toEqual([{ Товар_Key: nails, КоличествоBalance: 10.3 }])
    expect(rowsIn(before)).toEqual([
      { Товар_Key: nails, КоличествоBalance: 10.5 },
      { Товар_Key: screws, КоличествоBalance: 3 },
    ])
    expect(rowsIn(moved)).toMatchObject([
      {
        КоличествоOpeningBalance: 10.5,
        КоличествоReceipt: 0,
        КоличествоExpense: 0.2,
        КоличествоTurnover: -0.2,
        КоличествоClosingBalance: 10.3,
      },
    ])
  })
})
