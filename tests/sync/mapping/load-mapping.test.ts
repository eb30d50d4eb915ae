/** A fault in a mapping file is named by file, line and column, with the word that was probably meant (architecture, 9). */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadMappings } from '../../../bridge/sync/mapping/load-mapping.ts'
import { MappingError } from '../../../bridge/sync/mapping/mapping-fault.ts'

const MAPPINGS = join(import.meta.dirname, '..', '..', '..', 'mappings')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zveno-mappings-'))
  cpSync(MAPPINGS, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Changes one piece of a file and tells the first fault that loading finds. */
function faultAfter(file: string, from: string, to: string) {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  const line = text.slice(0, text.indexOf(from)).split('\n').length
  try {
    loadMappings(join(folder, file.split('/')[0] ?? ''))
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    const [fault] = error.faults
    return { file: fault?.file, code: fault?.code, meant: fault?.facts['meant'], near: (fault?.line ?? 0) - line }
  }
  throw new Error('the fault was not found')
}

describe('The schemas beside the mappings', () => {
  it.each(['mapping', 'configuration'])('are sound, for they are not checked again at each start: %s', (name) => {
    const schema = JSON.parse(readFileSync(join(MAPPINGS, `${name}.schema.json`), 'utf8')) as object

    expect(new Ajv2020({ discriminator: true, strict: false }).validateSchema(schema)).toBe(true)
  })
})

describe('A mapping file', () => {
  it.each([
    ['a misspelt word', '"as": "yes-no"', '"as": "yesno"', 'unknown-word', 'yes-no'],
    ['a misspelt property', '"as": "yes-no" }', '"as": "yes-no", "direktion": "in" }', 'unknown-property', 'direction'],
    ['a field that our record has not', '"ours": "sku"', '"ours": "skue"', 'unknown-field', 'sku'],
    ['a word that does not fit our field', '"as": "text"', '"as": "money"', 'wrong-as', undefined],
    ['a missing comma', '"theirs": "Артикул",', '"theirs": "Артикул"', 'json', undefined],
    ['an id used twice', '"id": "sku"', '"id": "name"', 'twice', undefined],
  ])('with %s is refused at its place', (_name, from, to, code, meant) => {
    const fault = faultAfter('bp30/product.json', from, to)

    expect(fault).toMatchObject({ file: join('bp30', 'product.json'), code })
    expect(fault.meant).toBe(meant)
    expect(Math.abs(fault.near)).toBeLessThanOrEqual(8)
  })

  it('that leaves one of our fields without a source is refused', () => {
    const line = '{ "id": "sku", "ours": "sku", "theirs": "Артикул", "as": "text" },'

    expect(faultAfter('bp30/product.json', line, '')).toMatchObject({ code: 'unfed' })
  })

  it('that names a lookup nobody declared is told the nearest one', () => {
    const fault = faultAfter('bp30/contract.json', '"lookup": "rouble"', '"lookup": "roubel"')

    expect(fault).toMatchObject({ code: 'no-lookup', meant: 'rouble' })
  })

  it('that changes a rule its parent does not have is refused', () => {
    const fault = faultAfter('bp30-composite/invoice.json', '"line-product"', '"line-produkt"')

    expect(fault).toMatchObject({ file: join('bp30-composite', 'invoice.json'), code: 'unknown-id', near: 0 })
  })

  it('with thousands of wrong words names the first hundred, says how many more there are, and is soon done with it', () => {
    const path = join(folder, 'bp30', 'configuration.json')
    const right = readFileSync(path, 'utf8')
    const wrong = Array(30_000).fill('"i"').join(', ')
    writeFileSync(path, right.replace('"order": [', `"order": [${wrong}, `))
    const load = () => loadMappings(join(folder, 'bp30'))

    expect(load).toThrow(/and 2990\d more: mend these first/)
    expect(load).toThrow(expect.objectContaining({ faults: expect.objectContaining({ length: 101 }) as unknown }))
    writeFileSync(path, right)
  })

  it('of a configuration that stands upon itself is refused at the word that says so', () => {
    const fault = faultAfter('bp30-composite/configuration.json', '"extends": "bp30"', '"extends": "bp30-composite"')

    expect(fault).toMatchObject({
      file: join('bp30-composite', 'configuration.json'),
      code: 'too-many-parents',
      near: 0,
    })
  })

  it('keeps its version when only a remark changes, and gets another when the meaning does', () => {
    const version = () => loadMappings(join(folder, 'bp30')).mappings.invoice?.version
    const path = join(folder, 'bp30', 'invoice.json')
    const before = version()

    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('"note": "Given by the base"', '"note": "The base gives it"'),
    )
    expect(version()).toBe(before)

    writeFileSync(path, readFileSync(path, 'utf8').replace('"longest": 1000', '"longest": 900'))
    expect(version()).not.toBe(before)
  })

  it('of a child configuration changes one rule and leaves the parent alone', () => {
    const child = loadMappings(join(folder, 'bp30-composite')).mappings
    const parent = loadMappings(join(folder, 'bp30')).mappings

    expect(child.contract).toEqual(parent.contract)
    expect(JSON.stringify(child.invoice?.rules)).toContain('"composite":"Catalog_Номенклатура"')
    expect(JSON.stringify(parent.invoice?.rules)).not.toContain('composite')
  })
})
