/** Between spellings and our records: values, whole records, mapping files, and what leaves inside an OData address. */
import { mkdirSync, mkdtempSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'
import { Problem } from '../../../../bridge/domain/problem.ts'
import type { Noun } from '../../../../bridge/domain/sync.ts'
import { JsonFault, parsePlaced } from '../../../../bridge/sync/mapping/json-places.ts'
import { loadMappings } from '../../../../bridge/sync/mapping/load-mapping.ts'
import { MappingError } from '../../../../bridge/sync/mapping/mapping-fault.ts'
import { READ } from '../../../../bridge/sync/mapping/spelling.ts'
import { fromBase } from '../../../../bridge/sync/mapping/translate.ts'
import type { MappingOf } from '../../../../bridge/sync/mapping/mapping.ts'
import { DoorError } from '../../../../connectors/errors.ts'
import { entityPath, query } from '../../../../connectors/odata/literals.ts'
import { filterOf } from '../../../../connectors/odata/where.ts'
import { tokenize } from '../../../../connectors/simulator/odata/filter/lexer.ts'
import { HALF_SIGN } from '../mutate.ts'
import { hold, type Target } from '../target.ts'
import { KIND } from './answers.ts'

const MAPPINGS = join(import.meta.dirname, '..', '..', '..', '..', 'mappings')
const GOLDEN = 'counterparty invoice bank-receipt cash-receipt contract organisation product'.split(' ')

const spellings: Target = {
  name: 'spellings',
  corpus: [
    '1200.5',
    '"1200.50"',
    '-0.05',
    '1e5',
    '9007199254740991.01',
    '"2026-11-24T10:00:00"',
    'null',
    '"0000000d-2e00-11ef-8a00-000000000001"',
    'true',
    '""',
    '999999999999.99',
    '4.35',
  ],
  words: ['0', '.', '"', 'e', '-', '00', '9', '5', '1'],
  run(input) {
    const value = parse(input)
    if (value === undefined) return
    holdMoney(input, value)
    const [number, quantity] = [READ.number(value), READ.quantity(value)]
    hold(number === undefined || Number.isSafeInteger(number), 'a number that is not whole')
    hold(quantity === undefined || Number.isSafeInteger(quantity), 'a quantity that is not whole')
    hold(/^(undefined|\d{4}-\d\d-\d\d)?$/.test(String(READ.date(value))), 'a date that is none')
    hold(/^(undefined|[0-9a-f-]{36})?$/.test(String(READ.link(value))), 'a link that is none')
    hold(['string', 'undefined'].includes(typeof READ.text(value)), 'a text that is none')
    hold(['boolean', 'undefined'].includes(typeof READ['yes-no'](value)), 'neither yes nor no')
  },
  allowed: () => false,
}

/** Kopecks by the digits of the text, another way than the product goes. */
function holdMoney(input: string, value: unknown): void {
  const money = READ.money(value)
  hold(money === undefined || Number.isSafeInteger(money), 'money that is no whole number of kopecks')
  const parts = /^\s*"?([+-]?)(\d{1,12})(?:\.(\d{1,2}))?"?\s*$/.exec(input)
  if (!parts || (typeof value !== 'number' && typeof value !== 'string')) return
  const [, sign = '', whole = '', fraction = ''] = parts
  const kopecks = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))
  hold(money !== undefined && BigInt(money) === (sign === '-' ? -kopecks : kopecks), `money read as ${money}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const mappings = loadMappings(join(MAPPINGS, 'bp30')).mappings
const golden = GOLDEN.map((name) => {
  const pair = JSON.parse(readFileSync(join(MAPPINGS, 'bp30', 'golden', `${name}.json`), 'utf8')) as {
    noun: Noun
    theirs: unknown
  }
  return JSON.stringify([pair.noun, pair.theirs])
})

const records: Target = {
  name: 'records',
  corpus: golden,
  words: ['"LineNumber":', 'НДС22', 'StandardODATA.Undefined', 'StandardODATA.Catalog_Контрагенты', '"zveno:', 'null'],
  run(input) {
    const value = parse(input)
    if (!Array.isArray(value) || typeof value[1] !== 'object' || value[1] === null) return
    const mapping: MappingOf<Noun> | undefined = mappings[value[0] as Noun]
    if (mapping === undefined || !Object.hasOwn(mappings, String(value[0]))) return
    const foreign = {
      kind: mapping.kind,
      key: 'k',
      version: '',
      gone: false,
      fields: value[1] as Record<string, unknown>,
    }
    const { record, issues } = fromBase(mapping, foreign)
    hold((record === null) === issues.length > 0, 'half a record')
    for (const [name, field] of Object.entries(record ?? {}))
      hold(field !== undefined && (!name.endsWith('Minor') || Number.isSafeInteger(field)), `the record has no ${name}`)
  },
  allowed: () => false,
}

const INVOICE = readFileSync(join(MAPPINGS, 'bp30', 'invoice.json'), 'utf8')

const jsonFiles: Target = {
  name: 'json-files',
  corpus: [INVOICE.slice(0, 900), '{"a":[1,2,{"b":"c\\n"}],"д":null}', '[[[]]]', '"\\ud83d\\ude00"'],
  words: ['{"a":', '[', '\\u', '"id":', '1e5', '-0.5e-3'],
  run(input) {
    const plain = parse(input.replace(/^\uFEFF/, ''))
    const { value } = parsePlaced(input)
    hold(plain !== undefined && isDeepStrictEqual(value, plain), 'read otherwise than JSON reads it')
  },
  allowed: (error) => error instanceof JsonFault,
}

/** A folder of mappings of its own for every process. */
let folder: string | undefined

function folderOf(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'zveno-fuzz-'))
    cpSync(MAPPINGS, folder, { recursive: true })
    mkdirSync(join(folder, 'child'))
  }
  return folder
}

const COMPOSITE = readFileSync(join(MAPPINGS, 'bp30-composite', 'invoice.json'), 'utf8')

/** Mapping files as an integrator writes them, wrong in every way; the files beside them are right. */
const mappingFiles: Target = {
  name: 'mapping-files',
  whole: true,
  corpus: [
    INVOICE,
    readFileSync(join(MAPPINGS, 'bp30', 'counterparty.json'), 'utf8'),
    COMPOSITE.replaceAll('../bp30/', '../bp30/'),
  ],
  words: [
    '"as": "',
    '"ours": "',
    '"theirs": "',
    '"rules": [',
    '"extends": "invoice.json",',
    '"by": "constructor"',
    '"noun": "toString"',
    '"note": "x",',
    '"id": "',
  ],
  remembered: [COMPOSITE.replace(/"extends": "[^"]*"/, '"extends": "invoice.json"')],
  run(input) {
    const own = join(folderOf(), 'child')
    writeFileSync(join(own, 'invoice.json'), input)
    writeFileSync(join(own, 'configuration.json'), configuration('bp30'))
    const { mappings: loaded } = loadMappings(own)
    for (const mapping of Object.values(loaded)) {
      const foreign = { kind: mapping.kind, key: '', version: '', gone: false, fields: { Товары: [{}] } }
      const { record, issues } = fromBase(mapping as MappingOf<Noun>, foreign)
      hold((record === null) === issues.length > 0, 'half a record')
    }
  },
  allowed: (error) => error instanceof MappingError,
}

function configuration(parent: string): string {
  return JSON.stringify({ title: 'x', configuration: 'x', extends: parent, telltale: [] })
}

const configurations: Target = {
  name: 'configurations',
  whole: true,
  corpus: [
    configuration('bp30'),
    configuration('child'),
    readFileSync(join(MAPPINGS, 'bp30', 'configuration.json'), 'utf8'),
  ],
  words: ['"extends":"child"', '"extends":"../child"', '"order":["invoice"]', '"telltale":'],
  remembered: [
    configuration('child'),
    configuration('bp30').replace('{', `{"order":[${Array(30_000).fill('"i"').join()}],`),
  ],
  run(input) {
    const own = join(folderOf(), 'child')
    writeFileSync(join(own, 'invoice.json'), COMPOSITE)
    writeFileSync(join(own, 'configuration.json'), input)
    hold(Array.isArray(loadMappings(own).order), 'a configuration without an order')
  },
  allowed: (error) => error instanceof MappingError,
}

/** Whatever a name holds, it stays one value inside the filter (injection, ASVS 1.2). */
const literals: Target = {
  name: 'literals',
  corpus: [
    "О'Нил & Ко",
    'zveno:1',
    '0000000d-2e00-11ef-8a00-000000000001',
    "x' or 'a' eq 'a",
    '2026-11-24T10:00:00',
    '12.50',
  ],
  words: ["'", "''", "' or ", '%27', "') or (", 'guid', '&$top=1'],
  run(input, dice) {
    const name = dice.of(['Description', 'Date', 'Ref_Key', 'СуммаДокумента', 'Кратность', input])
    const filter = filterOf(KIND, { [name]: dice.onceIn(3) ? { startsWith: input } : input })
    const literal = tokenize(filter)?.filter(({ is }) => ['text', 'guid', 'datetime', 'number'].includes(is)) ?? []
    const names = tokenize(filter)?.filter(
      ({ is, text }) => is === 'name' && !['eq', 'startswith', name].includes(text),
    )
    hold(literal.length === 1 && names?.length === 0, 'a value became more than a value')
    if (name === 'Description') hold(literal[0]?.text === input, 'a value arrives changed')
    if (!HALF_SIGN.test(input))
      hold(!/[ '"<>#+]/.test(query({ $filter: filter }).slice(1).replaceAll("'", '')), 'an address with bare signs')
    entityPath(KIND.name, input)
  },
  allowed: (error) => error instanceof DoorError || error instanceof URIError || error instanceof Problem,
}

export const wordTargets: Target[] = [spellings, records, jsonFiles, mappingFiles, configurations, literals]
