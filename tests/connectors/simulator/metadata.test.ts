// What the simulated base says about itself, compared with a description in the form of live bases.
import { describe, expect, it } from 'vitest'
import { writeMetadata } from '../../../connectors/simulator/odata/metadata/metadata.ts'
import type { AccumulationRegisterType, Profile } from '../../../connectors/simulator/base/model.ts'
import { loadProfile } from '../../../connectors/simulator/profiles/index.ts'
import { setsOf } from '../../../connectors/simulator/odata/metadata/shapes.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import type { Description } from './edmx.ts'
import { readEdmx } from './edmx.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
/** Rates that came after the release in the fixture (5 and 7 % in 2025, 22 % in 2026). */
const LATER_RATES = ['НДС22', 'НДС22_122', 'НДС5', 'НДС5_105', 'НДС7', 'НДС7_107']

function describeBase(objects?: (name: string) => boolean, profile: Profile = loadProfile('bp30')): Description {
  const sets = [...setsOf(profile).values()]
  return readEdmx(writeMetadata(profile, objects ? sets.filter(({ root }) => objects(root)) : sets))
}

describe.skipIf(!fixturesPresent)('The description of БП 3.0 (needs the shared fixtures)', () => {
  const theirs = fixturesPresent ? readEdmx(fixture('1c-odata/metadata-bp30.xml')) : describeBase()
  const ours = describeBase()

  it('#11 has the same elements in the same order, in the container EnterpriseV8', () => {
    expect(ours.order).toEqual(theirs.order)
    expect(ours.container).toBe('EnterpriseV8 true')
    expect(ours.entitySets).toEqual(theirs.entitySets)
  })

  it('#11 #13 has the same entity types: keys, properties in order, types, nullability, openness', () => {
    expect(Object.keys(ours.entityTypes)).toEqual(Object.keys(theirs.entityTypes))
    expect(ours.entityTypes).toEqual(theirs.entityTypes)
  })

  it('#13 has the same complex types for rows, records and virtual tables', () => {
    expect(ours.complexTypes).toEqual(theirs.complexTypes)
  })

  it('#11 has the same associations from Begin (*) to End (0..1)', () => {
    expect(ours.associations).toEqual(theirs.associations)
  })

  it('#12 has the same enumerations, members sorted and without values, and the VAT rates of later years', () => {
    const withLater = { ...theirs.enumTypes, СтавкиНДС: [...(theirs.enumTypes['СтавкиНДС'] ?? []), ...LATER_RATES] }
    expect(ours.enumTypes).toEqual(withLater)
    expect(new Set(ours.enumAttributes)).toEqual(new Set(['Edm.Int32 ']))
  })

  it('#15 has the same functions with the same parameters, SliceLast on non-periodic registers too', () => {
    expect(ours.functionImports).toEqual(theirs.functionImports)
    expect(ours.functionImports.filter((form) => form.includes('СтатусыДокументов'))).toHaveLength(2)
  })
})

describe('Properties made from attributes', () => {
  it('#12 are plain texts for enumerations', () => {
    const { properties } = describeBase().entityTypes['Catalog_ДоговорыКонтрагентов'] ?? { properties: [] }

    expect(properties).toContain('ВидДоговора Edm.String true')
  })

  it('#13 of composites come in pairs, the types at the end, and open the entity type', () => {
    const { properties, open } = describeBase().entityTypes['Document_ПоступлениеНаРасчетныйСчет'] ?? { properties: [] }

    expect(open).toBe(true)
    expect(properties).toContain('Контрагент Edm.String true')
    expect(properties.slice(-2)).toEqual(['Контрагент_Type Edm.String true', 'ДокументОснование_Type Edm.String true'])
  })

  it('#14 lose their navigation, but not their key, when the target is not in the composition', () => {
    const alone = describeBase((name) => name === INVOICE)
    const type = alone.entityTypes[INVOICE]

    expect(type?.properties).toContain('Контрагент_Key Edm.Guid true')
    expect(type?.navigation).toEqual([])
    expect(alone.associations).toEqual({})
  })
})

describe('A balance register', () => {
  it('#15 has kinds of movement and all three virtual tables', () => {
    const register: AccumulationRegisterType = {
      class: 'AccumulationRegister',
      name: 'Расчеты',
      register: 'balance',
      recorders: [INVOICE],
      dimensions: [{ name: 'Валюта', type: { is: 'ref', to: 'Catalog_Валюты' } }],
      resources: [{ name: 'Сумма', type: { is: 'number', digits: 15, fraction: 2 } }],
      fields: [],
    }
    const bp30 = loadProfile('bp30')

    const described = describeBase(undefined, { ...bp30, objects: [...bp30.objects, register] })

    const type = described.entityTypes['AccumulationRegister_Расчеты_RecordType']
    expect(type?.properties.slice(0, 5).map((property) => property.split(' ')[0])).toEqual([
      'Recorder_Key',
      'Period',
      'LineNumber',
      'Active',
      'RecordType',
    ])
    expect(described.complexTypes['AccumulationRegister_Расчеты_Balance']).toEqual([
      'Валюта_Key Edm.Guid true',
      'СуммаBalance Edm.Double true',
    ])
    expect(described.complexTypes['AccumulationRegister_Расчеты_BalanceAndTurnover']?.slice(-5)).toEqual([
      'СуммаOpeningBalance Edm.Double true',
      'СуммаTurnover Edm.Double true',
      'СуммаReceipt Edm.Double true',
      'СуммаExpense Edm.Double true',
      'СуммаClosingBalance Edm.Double true',
    ])
  })
})
