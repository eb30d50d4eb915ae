/** A package of changes is understood whole or not at all (reference 2.4, 7.1; I9). */
import { describe, expect, it } from 'vitest'
import { readCatalogue, type ODataKind } from '../../../connectors/odata/catalogue.ts'
import { readFeed, readJsonPackage } from '../../../connectors/odata/feed.ts'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import { CLIENTS, INVOICES, KEY } from './far-side.ts'

const kinds = new Map<string, ODataKind>([
  [
    CLIENTS,
    {
      name: CLIENTS,
      actions: [],
      keyFields: ['Ref_Key'],
      fields: [
        { name: 'Ref_Key', type: 'guid' },
        { name: 'DataVersion', type: 'text' },
        { name: 'Description', type: 'text' },
        { name: 'DeletionMark', type: 'yes-no' },
        { name: 'Приоритет', type: 'integer', short: true },
        {
          name: 'Телефоны',
          type: 'rows',
          rows: [
            { name: 'LineNumber', type: 'integer' },
            { name: 'Номер', type: 'text' },
          ],
        },
      ],
    },
  ],
])

const entry = (set: string, properties: string): string =>
  `<entry><id>x</id><category term="StandardODATA.${set}" scheme="y"/><content type="application/xml"><m:properties>${properties}</m:properties></content></entry>`

const feed = (inside: string): string =>
  `<?xml version="1.0"?><feed xmlns="a" xmlns:at="b" xmlns:d="c" xmlns:m="e">${inside}</feed>`

const WHOLE = feed(
  entry(
    CLIENTS,
    `<d:Ref_Key>${KEY}</d:Ref_Key><d:DataVersion>AAA=</d:DataVersion><d:Description>Ромашка &amp; Ко</d:Description>
    <d:DeletionMark>false</d:DeletionMark><d:Приоритет>3</d:Приоритет><d:Телефоны m:type="Collection(StandardODATA.X)">
    <d:element m:type="StandardODATA.X"><d:LineNumber>1</d:LineNumber><d:Номер/></d:element></d:Телефоны>`,
  ) +
    `<at:deleted-entry ref="http://h/bp/${encodeURIComponent(CLIENTS)}(guid'${KEY.toUpperCase()}')" when="2026-01-01T00:00:00"/>`,
)

function bytes(text: string): Uint8Array[] {
  const all = Buffer.from(text, 'utf8')
  return [all.subarray(0, 300), all.subarray(300)]
}

describe('A package of changes', () => {
  it('spells values as JSON would, whichever way they came', () => {
    const { items } = readFeed(kinds, bytes(WHOLE))

    expect(items[0]).toEqual({
      kind: CLIENTS,
      key: KEY,
      version: 'AAA=',
      gone: false,
      fields: {
        Ref_Key: KEY,
        DataVersion: 'AAA=',
        Description: 'Ромашка & Ко',
        DeletionMark: false,
        Приоритет: 3,
        Телефоны: [{ LineNumber: '1', Номер: '' }],
      },
    })
  })

  it('tells physical deletions by the address of the record', () => {
    expect(readFeed(kinds, bytes(WHOLE)).items[1]).toEqual({
      kind: CLIENTS,
      key: KEY,
      version: '',
      gone: true,
      fields: {},
    })
  })

  it('counts what is of no interest, so that it is acknowledged too', () => {
    expect(readFeed(kinds, bytes(feed(entry('Catalog_Чужой', '<d:Ref_Key>x</d:Ref_Key>'))))).toEqual({
      items: [],
      size: 1,
    })
    expect(readJsonPackage(kinds, { value: [{ 'odata.type': 'StandardODATA.Catalog_Чужой' }] })).toEqual({
      items: [],
      size: 1,
    })
  })

  it.each([
    ['cut in the middle', WHOLE.slice(0, WHOLE.length / 2)],
    ['cut before its last tag', WHOLE.slice(0, -7)],
    ['empty', ''],
    ['not well-formed', WHOLE.replace('</m:properties>', '')],
    ['a page for people', '<html><body>Вход</body></html>'],
    ['hiding entities', WHOLE.replace('<feed', '<!DOCTYPE feed [<!ENTITY a "b">]><feed')],
    ['in another encoding', WHOLE.replace('Ромашка', '\u0000')],
  ])('that is %s is an error, never "no changes"', (_what, text) => {
    expect(() => readFeed(kinds, bytes(text))).toThrowError(
      expect.objectContaining({ reason: expect.stringMatching(/base\.(cut|not-odata)/) }),
    )
  })

  it.skipIf(!fixturesPresent)('as recorded is read, with its deletion (needs the shared fixtures)', async () => {
    const catalogue = await readCatalogue(bytes(fixture('1c-odata/metadata-bp30.xml')))

    const { items } = readFeed(catalogue.kinds, bytes(fixture('1c-odata/selectchanges-feed.atom.xml')))
    const json: Record<string, unknown> = JSON.parse(fixture('1c-odata/selectchanges.json'))

    expect(items.map(({ kind, gone }) => [kind, gone])).toEqual([
      [CLIENTS, false],
      [INVOICES, false],
      [INVOICES, true],
    ])
    expect(items[1]?.fields).toMatchObject(readJsonPackage(catalogue.kinds, json).items[1]?.fields ?? {})
  })
})
