// Whatever stands in the body of a write, the base stores well-formed values or refuses with a code.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import type { Entity, Scalar } from '../../../connectors/simulator/base/model.ts'
import { loadProfile } from '../../../connectors/simulator/profiles/index.ts'
import type { Edm, Property } from '../../../connectors/simulator/odata/metadata/sets.ts'
import { setsOf } from '../../../connectors/simulator/odata/metadata/shapes.ts'
import { booksWorld } from './books-world.ts'

const KINDS = [
  'Catalog_Контрагенты',
  'Catalog_БанковскиеСчета',
  'Document_СчетНаОплатуПокупателю',
  'Document_ПоступлениеНаРасчетныйСчет',
]
const MAX_PROPERTIES = 3

const sets = setsOf(loadProfile('bp30'))

const WELL_FORMED: Partial<Record<Edm, (value: Scalar) => boolean>> = {
  'Edm.Guid': (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value)),
  'Edm.DateTime': (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(String(value)),
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Double': (value) => typeof value === 'number' && Number.isFinite(value),
  'Edm.Int16': (value) => Number.isInteger(value),
  'Edm.Int64': (value) => typeof value === 'string' && /^-?\d+$/.test(value),
  'Edm.String': (value) => typeof value === 'string',
}

/** Values that are right, nearly right and wrong in every way. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.uuid(),
  fc.constantFrom(
    'true',
    'НДС20',
    '2026-11-24T10:00:00',
    '2026-13-01T00:00:00',
    '12.345',
    '1e5',
    'StandardODATA.Undefined',
  ),
  fc.constantFrom(
    'StandardODATA.Catalog_Контрагенты',
    'Catalog_Организации',
    'Edm.Int32',
    'StandardODATA.Document_Нет',
  ),
  fc.double(),
  fc.array(fc.record({ LineNumber: fc.constantFrom('1', 1, '2'), Сумма: fc.jsonValue() }), { maxLength: 2 }),
)

const request = fc.constantFrom(...KINDS).chain((kind) => {
  const names = sets.get(kind)?.properties.map(({ name }) => name) ?? []
  return fc.record({
    kind: fc.constant(kind),
    body: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: MAX_PROPERTIES }),
  })
})

/** Properties whose stored value has not the type that the metadata promises. */
function malformed(entity: Entity): string[] {
  const set = sets.get(entity.set)
  const inHeader = (set?.properties ?? []).filter(({ name, edm }) => edm in WELL_FORMED && name in entity.fields)
  const inRows = [...(set?.rowTypes ?? [])].flatMap(([section, columns]) =>
    (entity.rows[section] ?? []).flatMap((row) =>
      columns.filter((column) => nameOf(column) in row && !isWell(column, row[nameOf(column)])),
    ),
  )
  return [...inHeader.filter((property) => !isWell(property, entity.fields[property.name])), ...inRows].map(nameOf)
}

function nameOf(property: Property): string {
  return property.name
}

function isWell(property: Property, stored: Scalar | undefined): boolean {
  return stored === undefined || (WELL_FORMED[property.edm]?.(stored) ?? true)
}

describe('#40 #41 A body of any shape', () => {
  it('is stored in the types of the metadata or refused with a code, and never half-stored', () => {
    fc.assert(
      fc.property(request, ({ kind, body }) => {
        const { ledger } = booksWorld()
        const before = ledger.base.size(kind)

        try {
          expect(malformed(ledger.create(kind, body))).toEqual([])
        } catch (error) {
          if (!(error instanceof ODataError)) throw error
          expect(ledger.base.size(kind)).toBe(before)
        }
      }),
      { numRuns: 400 },
    )
  })
})
