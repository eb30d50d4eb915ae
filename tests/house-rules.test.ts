/** The budgets of the house, measured: a file is one thing, a function is read once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['bridge', 'connectors', 'ui-extension', 'bench', 'scripts']
const MOST_LINES = 250
const MOST_TEST_LINES = 400
const MOST_FUNCTION_LINES = 60
const MOST_IMPORTS = 12
const MOST_PARAMETERS = 3
/** Tables of data and of the API are read line by line, not as a whole. */
const DATA = /(\/demo\/data\.ts|\/worlds\/demo-[a-z]+\.ts|\/migrations\/)/

interface Source {
  name: string
  text: string
  lines: string[]
}

const sources = filesOf(FOLDERS)
const tests = filesOf(['tests'])

describe('House rules', () => {
  it('a file opens with a sentence that says what it is for', () => {
    expect(names([...sources, ...tests], ({ text }) => !/^(#!.*\n)?(\/\*\*|\/\/)\s*\S/.test(text))).toEqual([])
  })

  it(`a file has at most ${MOST_LINES} lines, a test ${MOST_TEST_LINES}`, () => {
    expect(names(sources, ({ name, lines }) => !DATA.test(name) && lines.length > MOST_LINES)).toEqual([])
    expect(names(tests, ({ lines }) => lines.length > MOST_TEST_LINES)).toEqual([])
  })

  it(`a file has at most ${MOST_IMPORTS} imports, apart from the assemblies of the command line, of routes, of migrations and of screens`, () => {
    const assembly = /^(bridge\/(cli|http\/routes|store\/migrations\/index)|ui-extension\/crm\/router)\b/
    expect(names(sources, ({ name, text }) => !assembly.test(name) && importCount(text) > MOST_IMPORTS)).toEqual([])
  })

  it(`a function has at most ${MOST_FUNCTION_LINES} lines`, () => {
    const long = sources
      .filter(({ name }) => !DATA.test(name))
      .flatMap((source) => functionsOf(source).filter(({ length }) => length > MOST_FUNCTION_LINES))
    expect(long).toEqual([])
  })

  it(`a function takes at most ${MOST_PARAMETERS} parameters, then one object`, () => {
    const greedy = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/function \w+(?:<[^>(]*>)?\(([^)]*)\)/g)]
        .filter(([, parameters = '']) => parameterCount(parameters) > MOST_PARAMETERS)
        .map(([whole]) => `${name}: ${whole.split('\n')[0]}`),
    )
    expect(greedy).toEqual([])
  })

  it('nothing is switched off and nothing is left for later', () => {
    const unfinished = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck|expect-error)|oxlint-disable|eslint-disable|\.only\(/
    const own = tests.filter(({ name }) => !name.endsWith('house-rules.test.ts'))
    expect(names([...sources, ...own], ({ text }) => unfinished.test(text))).toEqual([])
  })

  it('whatever decides is given clock, chance and pauses, and counts money without floats', () => {
    const deciding = sources.filter(({ name }) => /^bridge\/(domain|actions|reports|sync)\//.test(name))
    const ownTime =
      /Date\.now|performance\.now|new Date\(\)|setTimeout|setInterval|Math\.random|randomUUID\b.*node:crypto/
    const floats = /parseFloat|toFixed\(2\)|Math\.(?:round|floor|ceil|trunc)\([^()]*\* ?100\b/
    expect(names(deciding, ({ text }) => ownTime.test(text) || floats.test(text))).toEqual([])
  })
})

function filesOf(folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        const text = readFileSync(path, 'utf8')
        return { name: relative(ROOT, path).split(sep).join('/'), text, lines: text.split('\n') }
      }),
  )
}

function names(list: Source[], wrong: (source: Source) => boolean): string[] {
  return list.filter(wrong).map(({ name }) => name)
}

function importCount(text: string): number {
  return [...text.matchAll(/^import .*?from '/gms)].length
}

/** Functions by indentation: prettier closes a block in the column where it was opened. */
function functionsOf({ name, lines }: Source): { name: string; line: number; length: number }[] {
  const found: { name: string; line: number; length: number }[] = []
  for (const [at, line] of lines.entries()) {
    const head =
      /^(\s*)(?:export )?(?:default )?(?:async )?(?:function\*?\s|(?:static |#)?\w+\([^)]*\)[^{;=]*\{$|(?:const|let) \w+ = (?:async )?\([^)]*\)[^=]*=> \{$)/.exec(
        line,
      )
    if (!head || /^\s*(if|for|while|switch|return|else)\b/.test(line)) continue
    const indent = head[1] ?? ''
    const end = lines.findIndex((other, index) => index > at && other.startsWith(`${indent}}`))
    if (end > at) found.push({ name: `${name}: ${line.trim().slice(0, 60)}`, line: at + 1, length: end - at + 1 })
  }
  return found
}

function parameterCount(text: string): number {
  let depth = 0
  let count = text.trim() === '' ? 0 : 1
  for (const letter of text.replace(/,\s*$/, '')) {
    if ('{[(<'.includes(letter)) depth++
    if ('}])>'.includes(letter)) depth--
    if (letter === ',' && depth === 0) count++
  }
  return count
}
