/** What the connector learns from `$metadata` (reference 1.6-1.8, checklist 11-15). */
import { describe, expect, it } from 'vitest'
import type { CatalogueField } from '../../../connectors/connector.ts'
import { readCatalogue, type ODataCatalogue } from '../../../connectors/odata/catalogue.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import { CLIENTS, farSide, INVOICES } from './far-side.ts'

const EMPTY = `<edmx:Edmx xmlns:edmx="x"><edmx:DataServices><Schema/></edmx:DataServices></edmx:Edmx>`

function pieces(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text, 'utf8')
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

function read(text: string): Promise<ODataCatalogue> {
  return readCatalogue(pieces(text, 1000))
}

function field(catalogue: ODataCatalogue, kind: string, name: string): CatalogueField | undefined {
  return catalogue.kinds.get(kind)?.fields.find((candidate) => candidate.name === name)
}

describe('The published description of a base', () => {
  it('gives kinds with fields, links, rows, composites and actions', async () => {
    const { connector } = farSide()

    const catalogue = await connector.describe()

    const fields = new Map(catalogue.kinds.get(INVOICES)?.fields.map((found) => [found.name, found]))
    expect(catalogue.kinds.get(INVOICES)?.actions).toEqual(['Post', 'Unpost'])
    expect(fields.get('Контрагент_Key')).toMatchObject({ type: 'guid', target: CLIENTS })
    expect(fields.get('Основание')).toMatchObject({ type: 'text', composite: true })
    expect(fields.get('Товары')).toMatchObject({
      type: 'rows',
      rows: [{ name: 'LineNumber', type: 'integer' }, { name: 'Содержание' }, { name: 'Цена', type: 'number' }],
    })
    expect(fields.get('Posted')?.type).toBe('yes-no')
  })

  it('is fetched once and answered from memory', async () => {
    const { connector, events } = farSide()

    const [one, other] = await Promise.all([connector.describe(), connector.describe()])
    const later = await connector.describe()

    expect(other).toBe(one)
    expect(later).toBe(one)
    expect(events).toHaveLength(1)
  })

  it.skipIf(!fixturesPresent).each(['bp30', 'ut115', 'unf30'])(
    'of a %s base is recognised (needs the shared fixtures)',
    async (name) => {
      const catalogue = await read(fixture(`1c-odata/metadata-${name}.xml`))

      expect(catalogue.configuration).toBe(name)
      expect(catalogue.kinds.size).toBeGreaterThan(20)
    },
  )

  it.skipIf(!fixturesPresent)(
    'tells where keys of rows lead and which attributes hold several types (needs the shared fixtures)',
    async () => {
      const catalogue = await read(fixture('1c-odata/metadata-bp30.xml'))

      const rows = field(catalogue, 'Document_ПоступлениеНаРасчетныйСчет', 'РасшифровкаПлатежа')?.rows
      expect(rows?.find(({ name }) => name === 'СчетНаОплату_Key')).toMatchObject({ target: INVOICES })
      expect(rows?.find(({ name }) => name === 'Сделка')).toMatchObject({ composite: true })
      expect(field(catalogue, 'Document_ПоступлениеНаРасчетныйСчет', 'Контрагент')).toMatchObject({ composite: true })
      expect(catalogue.kinds.get('InformationRegister_СтатусыДокументов')?.keyFields).toEqual([
        'Организация_Key',
        'Документ',
        'Документ_Type',
      ])
    },
  )

  it('has the same fingerprint as long as it is the same, however it arrives in pieces', async () => {
    const one = await readCatalogue(pieces(EMPTY, 7))
    const other = await readCatalogue(pieces(EMPTY, 1000))

    expect(one.fingerprint).toBe(other.fingerprint)
    expect((await read(EMPTY.replace('"x"', '"y"'))).fingerprint).not.toBe(one.fingerprint)
  })

  it.each([
    ['a page for people', '<!DOCTYPE html><html><body>Вход</body></html>'],
    ['a document type declaration', `<!DOCTYPE Edmx [<!ENTITY a "b">]>${EMPTY}`],
    ['an undeclared entity', EMPTY.replace('<Schema/>', '<Schema>&boom;</Schema>')],
    ['half a document', EMPTY.slice(0, -20)],
    ['another document', '<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ['nonsense', 'not XML at all'],
    ['nothing', ''],
    ['endless nesting', EMPTY.replace('<Schema/>', '<a>'.repeat(1000) + '</a>'.repeat(1000))],
  ])('is refused when it is %s', async (_what, text) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'Misfit' })
  })
})
