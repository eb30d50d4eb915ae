// Texts that nobody sends on purpose: whatever comes, the simulated base answers with an error of OData.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../connectors/simulator/odata/address.ts'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import { compileFilter } from '../../../connectors/simulator/odata/filter/filter.ts'
import { openBase } from '../../../connectors/simulator/open-base.ts'
import { parseExpand } from '../../../connectors/simulator/odata/reading/expand.ts'
import { parseSelect } from '../../../connectors/simulator/odata/reading/select.ts'
import { itemsOf } from '../../../connectors/simulator/odata/reading/items.ts'

const context = openBase({ port: 0, profile: 'bp30' })
const invoices = setOf('Document_СчетНаОплатуПокупателю')

const WORDS = [
  'ИНН Контрагент Контрагент_Key Date Товары СуммаДокумента Posted constructor __proto__ r Description',
  'eq ne gt and or not add div any all cast isof like substringof year true 5 ( ) / , : - * ** ____Presentation',
  "' 'text' guid'1' datetime'2026-01-01T00:00:00' Catalog_Контрагенты 'Catalog_Контрагенты' 'constructor'",
].flatMap((line) => line.split(' '))
const noise = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(''))
const spaced = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '))

/** Runs a deed that may be refused, but only as OData refuses. */
function refusedAtMost(deed: () => unknown): boolean {
  try {
    deed()
    return true
  } catch (error) {
    if (error instanceof ODataError) return true
    throw error
  }
}

function filter(text: string): void {
  itemsOf(context, invoices).filter(compileFilter(context, invoices, text).test)
}

function project(text: string): void {
  const selection = parseSelect(text, invoices)
  parseExpand(text, { context, set: invoices, selection })
}

function address(path: string, innerQuotes: 'doubled' | 'both'): void {
  parseAddress(path, { sets: context.sets, isExposed: () => true, query: new Map(), innerQuotes })
}

describe('Arbitrary text', () => {
  it('#28 as a filter is understood or refused', () => {
    const text = fc.oneof(noise, spaced, fc.string())

    fc.assert(fc.property(text, (given) => refusedAtMost(() => filter(given))))
  })

  it('#28 as a selection or an expansion is understood or refused', () => {
    const text = fc.oneof(noise, fc.string())

    fc.assert(fc.property(text, (given) => refusedAtMost(() => project(given))))
  })

  it('#28 as an address is understood or refused', () => {
    const text = fc.oneof(noise, fc.string())
    const quotes = fc.constantFrom('doubled' as const, 'both' as const)

    fc.assert(fc.property(text, quotes, (tail, mode) => refusedAtMost(() => address(invoices.name + tail, mode))))
  })
})

describe('Names of the language itself', () => {
  const table: [string, number][] = [
    ['constructor eq 1', 6],
    ['constructor/name eq 1', 6],
    ["cast(Number,'constructor') eq 1", 14],
    ['toString(Number) eq 1', 14],
  ]

  it.each(table)('#28 are no fields, types or functions: %s', (text, code) => {
    expect(() => filter(text)).toThrow(expect.objectContaining({ code }))
  })
})

function setOf(name: string) {
  const set = context.sets.get(name)
  if (!set) throw new Error(`there is no ${name}`)
  return set
}
