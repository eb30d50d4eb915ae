/** The sentences of the screens are complete in both languages, and every key that the code names has one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SCREENS = join(import.meta.dirname, '..', '..', 'ui-extension', 'crm')
const BRIDGE = join(import.meta.dirname, '..', '..', 'bridge')
const ru = wordsOf('ru')
const en = wordsOf('en')

describe('Words of the screens', () => {
  it('say the same things in Russian and in English (R71)', () => {
    expect(bare(en)).toEqual(bare(ru))
  })

  it('have all forms of the Russian plural wherever there is one', () => {
    const counted = Object.keys(ru).filter((key) => key.endsWith('_other'))

    const missing = counted.flatMap((key) =>
      ['one', 'few', 'many'].map((form) => key.replace(/other$/, form)).filter((form) => !(form in ru)),
    )

    expect(counted.length).toBeGreaterThan(0)
    expect(missing).toEqual([])
  })

  it('name the same facts in both languages', () => {
    const different = Object.keys(en).filter((key) => places(en[key]).join() !== places(ru[key] ?? '').join())

    expect(different).toEqual([])
  })

  it('are there for every key that a screen names outright', () => {
    const named = sources(SCREENS).flatMap((text) => [...text.matchAll(/\bt\('([a-z][\w.-]*)'/g)].map((hit) => hit[1]))

    const missing = named.filter((key) => key !== undefined && !(key in ru) && !(`${key}_other` in ru))

    expect(named.length).toBeGreaterThan(100)
    expect(missing).toEqual([])
  })

  it('name every deed by which a record can have changed, and every field of it (A-16)', () => {
    const bridge = sources(BRIDGE).join('\n')
    const deeds = [
      ...bridge.matchAll(/deedOf\(\w+(?:\.\w+)?, '([a-z-]+)'\)|deed: '([a-z-]+)'|\? 'answered' : '(told)'/g),
    ]
    const named = deeds.map(([, one, other, third]) => `deed.${one ?? other ?? third}`)
    const columns = /FIELDS: Record<string, string> = \{([^}]*)\}/.exec(bridge)?.[1] ?? ''
    const fields = [...columns.matchAll(/: '(\w+)'/g)].map(([, field]) => `why-field.${field}`)

    expect(named.length).toBeGreaterThan(10)
    expect(fields.length).toBeGreaterThan(20)
    expect([...named, ...fields].filter((key) => !(key in ru))).toEqual([])
  })
})

function wordsOf(language: string): Record<string, string> {
  return JSON.parse(readFileSync(join(SCREENS, 'words', `${language}.json`), 'utf8')) as Record<string, string>
}

/** Languages have different plural forms: the stem of a key is what must be there in each. */
function bare(words: Record<string, string>): string[] {
  return [...new Set(Object.keys(words).map((key) => key.replace(/_(one|few|many|other)$/, '')))].sort()
}

function places(sentence = ''): string[] {
  return [...sentence.matchAll(/\{\{(\w+)/g)].map((hit) => hit[1] ?? '').sort()
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}
