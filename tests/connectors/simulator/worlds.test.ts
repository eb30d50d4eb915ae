// What the worlds of the simulator promise: the demo's trap sums, valid requisites, the same world from the same seed, volumes.
import { describe, expect, it } from 'vitest'
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import { Base } from '../../../connectors/simulator/base/base.ts'
import { Ledger } from '../../../connectors/simulator/ledger/ledger.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import { loadProfile } from '../../../connectors/simulator/profiles/index.ts'
import { generalRate, rowSumMinor } from '../../../connectors/simulator/ledger/rates.ts'
import { isTaxId } from '../../../connectors/simulator/worlds/check-digits.ts'
import { DEMO_COUNTERPARTIES, DEMO_ORGANISATIONS } from '../../../connectors/simulator/worlds/demo-people.ts'
import { demoKeys, fillWorld, isWorldName, WORLD_NAMES } from '../../../connectors/simulator/worlds/index.ts'
import type { WorldName, WorldOptions } from '../../../connectors/simulator/worlds/index.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'

const INVOICES = 'Document_СчетНаОплатуПокупателю'
const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'
const PARTIES = 'Catalog_Контрагенты'

function world(name: WorldName, options: WorldOptions & { now?: string } = {}) {
  const base = new Base(loadProfile('bp30'))
  base.clock.set(options.now ?? '2026-11-24T12:00:00')
  const ledger = new Ledger(base)
  fillWorld(ledger, name, options)
  return { base, ledger, invoice: (key: string): Entity => found(base.get(INVOICES, key)) }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The world lacks this record')
  return value
}

const properties = (entity: Entity) => Object.keys(entity.fields).sort()
const digits = (document: Entity) => Number(String(document.fields['Number']).slice(-6))
const total = (invoice: Entity) => minorOf(invoice.fields['СуммаДокумента'])
const vat = (invoice: Entity) => (invoice.rows['Товары'] ?? []).reduce((sum, row) => sum + minorOf(row['СуммаНДС']), 0)

describe('The demo world', () => {
  it('holds trap invoice T1: 163 500,01 with 27 250,00 of VAT at 20 %', () => {
    const { invoice } = world('demo')

    const trap = invoice(demoKeys.invoices.past120)

    expect(trap.fields['Date']).toBe('2025-12-31T23:59:59')
    expect([total(trap), vat(trap)]).toEqual([16_350_001, 2_725_000])
  })

  it('holds trap invoice T2 twice: 833,42 of VAT in 2025, 901,72 in 2026', () => {
    const { invoice } = world('demo')

    const traps = [invoice(demoKeys.invoices.past118), invoice(demoKeys.invoices.i123)]

    expect(traps.map(total)).toEqual([500_040, 500_040])
    expect(traps.map(vat)).toEqual([83_342, 90_172])
  })

  it('goes on with number ТЕЛ0-000127 (M-11)', () => {
    const { ledger } = world('demo')

    const next = ledger.create(INVOICES, { Организация_Key: demoKeys.organisations.O1 })

    expect(next.fields['Number']).toBe('ТЕЛ0-000127')
  })

  it('keeps two invoices with one number in different years', () => {
    const { base } = world('demo')

    const twins = [...base.all(INVOICES)].filter(({ fields }) => fields['Number'] === 'ТЕЛ0-000119')

    expect(twins.map(({ fields }) => String(fields['Date']).slice(0, 4)).sort()).toEqual(['2025', '2026'])
  })

  it('has K4 twice, once without tax id, and K2 with a branch of another КПП', () => {
    const { base } = world('demo')
    const party = (key: string) => found(base.get(PARTIES, key)).fields

    const { K2, K2branch, K4, K4double } = demoKeys.counterparties

    expect([party(K4)['ИНН'], party(K4double)['ИНН']]).toEqual(['5406000057', ''])
    expect(party(K2branch)['ИНН']).toBe(party(K2)['ИНН'])
    expect([party(K2)['КПП'], party(K2branch)['КПП']]).toEqual(['781001001', '784243001'])
    expect(party(K2branch)['ГоловнойКонтрагент_Key']).toBe(K2)
  })

  it('lacks «Обучение», so that a manager meets a product that accounting does not know (M-9)', () => {
    const { base } = world('demo')

    const names = [...base.all('Catalog_Номенклатура')].map(({ fields }) => String(fields['Description']))

    expect(names).toEqual(expect.arrayContaining(['Лицензия АТС (10 мест)', 'Внедрение', 'Сопровождение']))
    expect(names.join()).not.toContain('Обучение')
  })

  it('cuts the 1 024-character name to the length of the attribute, as 1C does', () => {
    const { base } = world('demo')

    const kit = found(base.get('Catalog_Номенклатура', demoKeys.products.kit))

    expect(kit.fields['НаименованиеПолное']).toHaveLength(1000)
  })

  it('has paid, part-paid and unpaid invoices by the register, and an exchange node ZVENO', () => {
    const { base } = world('demo')
    const status = (key: string) => {
      const records = [...base.records('InformationRegister_СтатусыДокументов')]
      return records.find((record) => record['Документ'] === key)?.['Статус']
    }

    const { i123, i122, i126 } = demoKeys.invoices

    expect([status(i123), status(i122), status(i126)]).toEqual(['Оплачен', 'ОплаченЧастично', undefined])
    expect(base.get('ExchangePlan_ЗвеноОбмен', demoKeys.zvenoNode)?.fields['Code']).toBe('ZVENO')
  })

  it.each([
    ['2026-11-24T12:00:00', '2026-10-31'],
    ['2026-11-10T12:00:00', '2026-09-30'],
    ['2027-01-05T09:00:00', '2026-11-30'],
    ['2026-03-22T09:00:00', '2026-02-28'],
    ['2028-03-01T00:00:00', '2028-01-31'],
  ])('opened at %s closes its past up to %s and leaves invoice 119 open (A-12)', (now, closedUntil) => {
    const { ledger, invoice } = world('demo', { now })

    const { i119 } = demoKeys.invoices
    ledger.unpost(INVOICES, i119)
    ledger.change(INVOICES, i119, { DeletionMark: true })

    expect(ledger.books.settings.closedUntil).toBe(closedUntil)
    expect(invoice(i119).fields['DeletionMark']).toBe(true)
    expect(() => ledger.unpost(INVOICES, demoKeys.invoices.i118)).toThrow('период закрыт')
  })

  it('never writes a field that the configuration does not have', () => {
    const { base } = world('demo')
    const blank = new Ledger(new Base(base.profile)).create(PARTIES, { Description: 'x' })

    expect(properties(found(base.get(PARTIES, demoKeys.counterparties.K1)))).toEqual(properties(blank))
  })
})

describe('Invented requisites', () => {
  const firms = [...Object.values(DEMO_ORGANISATIONS), ...Object.values(DEMO_COUNTERPARTIES)]

  it('pass the check of the tax id', () => {
    const taxIds = firms.map(({ taxId }) => taxId).filter(Boolean)

    expect(taxIds.filter((taxId) => !isTaxId(taxId))).toEqual([])
    expect(['7810000034', '0000000000', '770100000143', '781000003'].filter(isTaxId)).toEqual([])
  })

  it.skipIf(!fixturesPresent)('are checked by the rule of the published vectors (fixtures are absent here)', () => {
    const vectors = JSON.parse(fixture('requisites/inn.json')) as unknown

    const cases = vectorsOf(vectors)

    expect(cases.length).toBeGreaterThan(5)
    expect(cases.filter(({ value, valid }) => isTaxId(value.trim()) !== valid)).toEqual([])
  })
})

interface Vector {
  value: string
  valid: boolean
}

/** Finds `{ value, valid }` pairs wherever the vector file keeps them. */
function vectorsOf(node: unknown): Vector[] {
  if (Array.isArray(node)) return node.flatMap(vectorsOf)
  if (typeof node !== 'object' || node === null) return []
  if ('value' in node && 'valid' in node) return [node as Vector]
  return Object.values(node).flatMap(vectorsOf)
}

describe('Rates', () => {
  it('change from 20 % to 22 % with the first day of 2026', () => {
    expect(['2018-12-31', '2025-12-31T23:59:59', '2026-01-01T00:00:00'].map(generalRate)).toEqual([
      'НДС18',
      'НДС20',
      'НДС22',
    ])
  })

  it.each([
    [3000, 3_333_333, 9_999_999],
    [125, 100, 13],
    [1, 500, 1],
    [-1, 500, -1],
  ])('multiply %i thousandths by %i kopecks to %i, halves away from zero', (quantityMilli, priceMinor, sumMinor) => {
    expect(rowSumMinor(quantityMilli, priceMinor)).toBe(sumMinor)
  })
})

describe('The empty world', () => {
  it('has one firm and reference records, and neither clients nor documents', () => {
    const { base } = world('empty')

    const sizes = ['Catalog_Организации', 'Catalog_Валюты', PARTIES, INVOICES].map((set) => base.size(set))

    expect(sizes).toEqual([1, 1, 0, 0])
  })
})

describe('The volume world', () => {
  const big = world('volume', { seed: 7 })

  it('holds 3 000 counterparties, 9 500 invoices of five lines on average and 8 900 payments', () => {
    const { base } = big

    const lines = [...base.all(INVOICES)].reduce((sum, invoice) => sum + (invoice.rows['Товары'] ?? []).length, 0)

    expect([PARTIES, INVOICES, RECEIPTS].map((set) => base.size(set))).toEqual([3000, 9500, 8900])
    expect(lines / 9500).toBeCloseTo(5, 0)
  })

  it('never pays an invoice more than it asks for, and stands inside 24 months', () => {
    const { base } = big
    const paid = new Map<string, number>()
    for (const [, records] of base.recordSets('AccumulationRegister_ОплатаСчетов')) {
      for (const record of records) {
        const key = String(record['СчетНаОплату'])
        paid.set(key, (paid.get(key) ?? 0) + minorOf(record['Сумма']))
      }
    }

    const invoices = [...base.all(INVOICES)]
    const overpaid = invoices.filter((invoice) => (paid.get(invoice.key) ?? 0) > total(invoice))
    const dates = [...invoices, ...base.all(RECEIPTS)].map(({ fields }) => String(fields['Date'])).sort()

    expect(paid.size).toBe(8900)
    expect(overpaid).toEqual([])
    expect(dates[0]?.slice(0, 7)).toBe('2024-11')
    expect(dates.at(-1)?.slice(0, 10)).toBe('2026-11-23')
  })

  it('plants one duplicate in twenty-five counterparties, spelled differently', () => {
    const { base } = big
    const names = new Map<string, string[]>()
    for (const { fields } of base.all(PARTIES)) {
      const taxId = String(fields['ИНН'])
      names.set(taxId, [...(names.get(taxId) ?? []), String(fields['Description'])])
    }

    const doubled = [...names.values()].filter((spellings) => spellings.length === 2)

    expect(doubled).toHaveLength(3000 / 25)
    expect(doubled.every(([one, two]) => one !== two)).toBe(true)
    expect([...names.keys()].filter((taxId) => !isTaxId(taxId))).toEqual([])
  })

  it('is the same from the same seed and another from another seed', () => {
    const [one, same, other] = [7, 7, 8].map((seed) => world('volume', { seed, times: 0.1 }).base.save())

    expect(same).toEqual(one)
    expect(other?.entities).not.toEqual(one?.entities)
    expect(other?.entities).toHaveLength(one?.entities.length ?? 0)
  })

  it('has properties of bulk records complete and numbers that the ledger goes on with', () => {
    const { ledger, base } = big
    const [bulk] = base.all(INVOICES)
    const last = [...base.all(INVOICES)].at(-1)

    const written = ledger.create(INVOICES, { Организация_Key: demoKeys.organisations.O1 })

    expect(properties(found(bulk))).toEqual(properties(written))
    expect(digits(written)).toBe(digits(found(last)) + 1)
  })
})

describe('Names of worlds', () => {
  it('are those of the command line', () => {
    expect(WORLD_NAMES).toEqual(['demo', 'empty', 'volume'])
    expect([isWorldName('demo'), isWorldName('paradise')]).toEqual([true, false])
  })
})
