/** A mapping is held against what a base publishes before the first record travels. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Catalogue, CatalogueField } from '../../../connectors/connector.ts'
import { readCatalogue } from '../../../connectors/odata/catalogue.ts'
import { checkMapping } from '../../../bridge/sync/mapping/check-mapping.ts'
import { chooseMappings } from '../../../bridge/sync/mapping/choose-mappings.ts'
import { loadConfigurations } from '../../../bridge/sync/mapping/load-mapping.ts'
import type { Mapping } from '../../../bridge/sync/mapping/mapping.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'

const sets = loadConfigurations(join(import.meta.dirname, '..', '..', '..', 'mappings'))
const bp30 = sets.find(({ name }) => name === 'bp30')
const product = bp30?.mappings.product as Mapping
const PRODUCT: CatalogueField[] = [
  { name: 'DeletionMark', type: 'yes-no' },
  { name: 'IsFolder', type: 'yes-no' },
  { name: 'Description', type: 'text' },
  { name: 'Артикул', type: 'text' },
  { name: 'Услуга', type: 'yes-no' },
]
const catalogue = (name: string, fields: CatalogueField[]): Catalogue => ({
  configuration: 'bp30',
  fingerprint: 'f',
  kinds: new Map([[name, { name, fields, actions: [] }]]),
})

describe('Checking a mapping against a base', () => {
  it('finds nothing when everything is published', () => {
    expect(checkMapping(product, catalogue(product.kind, PRODUCT))).toEqual({ findings: [], coverage: 100 })
  })

  it('names a missing field, the nearest one, and how much is covered', () => {
    const fields = PRODUCT.map((field) => (field.name === 'Артикул' ? { ...field, name: 'Артикулы' } : field))

    expect(checkMapping(product, catalogue(product.kind, fields))).toMatchObject({
      findings: [
        { severity: 'error', rule: 'sku', code: 'field-absent', facts: { field: 'Артикул', meant: 'Артикулы' } },
      ],
      coverage: 80,
    })
  })

  it('names a field of another type', () => {
    const fields = PRODUCT.map((field): CatalogueField =>
      field.name === 'Услуга' ? { ...field, type: 'text' } : field,
    )

    expect(checkMapping(product, catalogue(product.kind, fields)).findings).toMatchObject([
      { rule: 'service', code: 'wrong-type', facts: { as: 'yes-no', type: 'text' } },
    ])
  })

  it('names a missing kind', () => {
    const { findings, coverage } = checkMapping(product, catalogue('Catalog_Номенклатуры', PRODUCT))

    expect(findings).toMatchObject([{ code: 'kind-absent', facts: { meant: 'Catalog_Номенклатуры' } }])
    expect(coverage).toBe(0)
  })

  it('chooses no configuration for a base that nobody knows', () => {
    expect(chooseMappings(sets, { ...catalogue('x', []), configuration: 'unknown' })).toBeNull()
  })
})

describe.skipIf(!fixturesPresent)('The reference base (skipped when the reference folder is absent)', () => {
  const read = (change: (xml: string) => string) =>
    readCatalogue([new TextEncoder().encode(change(fixture('1c-odata/metadata-bp30.xml')))])

  it('publishes everything the mappings of bp30 name', async () => {
    const published = await read((xml) => xml)

    expect(chooseMappings(sets, published)?.name).toBe('bp30')
    for (const mapping of Object.values(bp30?.mappings ?? {}))
      expect(checkMapping(mapping, published), mapping.noun).toEqual({ findings: [], coverage: 100 })
  })
})
