/** Each mapping has golden pairs, and they hold (style, 4; mapping test). */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePair, goldenText, runGolden, type GoldenPair } from '../../bridge/sync/mapping/golden.ts'
import { loadConfigurations } from '../../bridge/sync/mapping/load-mapping.ts'

const MAPPINGS = join(import.meta.dirname, '..', '..', 'mappings')

describe.each(loadConfigurations(MAPPINGS))('Mappings of $name', ({ name, mappings, order }) => {
  const folder = join(MAPPINGS, name)
  const results = runGolden(folder, mappings)

  it.each(results)('keep their promise: $title', (result) => {
    expect(result.differences, goldenText(result)).toEqual([])
  })

  it('have a golden pair for each file', () => {
    const own = order.filter((noun) => existsSync(join(folder, `${noun}.json`)))
    const paired = new Set(results.map((result) => result.noun))

    expect(own.filter((noun) => !paired.has(noun))).toEqual([])
  })
})

describe('A golden pair', () => {
  const [set] = loadConfigurations(MAPPINGS)
  const product: GoldenPair = {
    title: 'an item',
    noun: 'product',
    theirs: { DeletionMark: false, IsFolder: false, Description: 'Обучение', Артикул: '1', Услуга: true },
    ours: { marked: false, isGroup: false, name: 'Внедрение', sku: '1', service: true },
  }

  it('shows which field differs and how', () => {
    const differences = comparePair(set?.mappings.product, product)

    expect(goldenText({ file: 'product.json', title: 'an item', noun: 'product', differences })).toBe(
      'DIFFERS product.json - an item\n  in  name: expected "Внедрение", got "Обучение"',
    )
  })

  it('says so when the configuration has no such mapping', () => {
    expect(comparePair(undefined, product)).toHaveLength(1)
  })
})
