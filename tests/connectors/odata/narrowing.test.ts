/** A first load asks for what is wanted and no more, and for months together that are worth a page. */
import { join } from 'node:path'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../connectors/connector.ts'
import type { ODataKind } from '../../../connectors/odata/catalogue.ts'
import { selectOf } from '../../../connectors/odata/select.ts'
import { paceFor } from '../../../connectors/odata/windows.ts'
import { fieldsRead } from '../../../bridge/sync/mapping/fields-read.ts'
import type { GoldenPair } from '../../../bridge/sync/mapping/golden.ts'
import { loadMappings } from '../../../bridge/sync/mapping/load-mapping.ts'
import { fromBase } from '../../../bridge/sync/mapping/translate.ts'

const text = (name: string) => ({ name, type: 'text' as const })
const kind: ODataKind = {
  name: 'Document_Счет',
  keyFields: ['Ref_Key'],
  actions: [],
  fields: [
    text('Ref_Key'),
    text('DataVersion'),
    text('Number'),
    text('Комментарий'),
    { name: 'Товары', type: 'rows', rows: [text('Цена'), text('Скидка')] },
  ],
}

describe('A page of a first load', () => {
  it('is asked for with key, version and the wanted fields, and without names that would be refused', () => {
    expect(selectOf(kind, ['Number', 'Товары/Цена', 'Товары/Нет', 'Нет'])).toBe(
      'Ref_Key,DataVersion,Number,Товары/Цена',
    )
  })

  it('is asked for whole when nothing is wanted in particular or the address would become too long', () => {
    const many = Array.from({ length: 200 }, (_, at) => text(`Реквизит${at}`))
    const names = many.map(({ name }) => name)

    expect(selectOf(kind, [])).toBeUndefined()
    expect(selectOf({ ...kind, fields: [...kind.fields, ...many] }, names)).toBeUndefined()
  })

  it('spans more months while they are thin, step by step, and one month where they are full', () => {
    expect(paceFor({ months: 1 }, 300, 1000)).toBe(2)
    expect(paceFor({ months: 2 }, 700, 1000)).toBe(2)
    expect(paceFor({ months: 8 }, 0, 1000)).toBe(12)
    expect(paceFor({ months: 4 }, 9_000, 1000)).toBe(1)
  })
})

describe('The fields that a mapping reads', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'mappings', 'bp30')
  const { mappings } = loadMappings(folder)
  const pairs = readdirSync(join(folder, 'golden')).map((file) => {
    const pair = JSON.parse(readFileSync(join(folder, 'golden', file), 'utf8')) as GoldenPair
    return [file, pair] as const
  })

  it.each(pairs)('are all that it needs: %s means the same without the others', (_file, { noun, theirs, lookups }) => {
    const mapping = mappings[noun]
    if (!mapping) throw new Error(`no mapping for ${noun}`)
    const narrowed = only(theirs, fieldsRead(mapping))
    const read = (fields: Fields) => fromBase(mapping, { kind: '', key: '', version: '', gone: false, fields }, lookups)

    expect(read(narrowed)).toEqual(read(theirs))
  })
})

/** The named fields, sections with their named columns only. */
function only(fields: Fields, names: string[]): Fields {
  const kept: Fields = {}
  for (const name of names) {
    const [head = '', column] = name.split('/')
    const value = fields[head]
    if (value === undefined) continue
    if (column === undefined || !Array.isArray(value)) kept[head] = value
    else kept[head] = value.map((row: Fields, at) => ({ ...(kept[head] as Fields[])?.[at], [column]: row[column] }))
  }
  return kept
}
