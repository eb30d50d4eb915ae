/** Who may import whom: the table of the architecture, each refusal with its reason. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

interface Rule {
  folder: string
  /** Own folder is always allowed; packages are judged by `packages`. */
  may: RegExp[]
  packages?: RegExp
  reason: string
}

const NONE = /^$/
const CONTRACT = /^bridge\/http\/contract/

/** The first rule whose folder matches speaks. */
const RULES: Rule[] = [
  { folder: 'bridge/domain', may: [], packages: NONE, reason: 'what the business knows depends on nothing' },
  { folder: 'bridge/words', may: [], packages: /^node:/, reason: 'sentences depend on nothing' },
  {
    folder: 'bridge/store',
    may: [/^bridge\/domain\//],
    packages: /^(node:|knex|pg|mssql|tedious|better-sqlite3)/,
    reason: 'rows know the nouns, not the deeds',
  },
  {
    folder: 'bridge/actions',
    may: [/^bridge\/(domain|store)\//],
    packages: /^(node:|@node-rs\/argon2|@zxcvbn-ts\/language-common)/,
    reason: 'an action never calls the engine or the web: it leaves a request in its transaction',
  },
  {
    folder: 'bridge/reports',
    may: [
      /^bridge\/domain\//,
      /^bridge\/store\/(db|dialect|statement|visibility|needs|source|rows|journal|former-rows)/,
      CONTRACT,
    ],
    packages: /^(node:|knex)/,
    reason: 'a report asks its own question and changes nothing',
  },
  {
    folder: 'bridge/sync',
    may: [/^bridge\/(domain|store)\//, /^bridge\/actions\/rec/, /^connectors\/(connector|errors)\.ts$/],
    packages: /^(node:|ajv)/,
    reason: 'the engine meets a base through the contract of connectors only',
  },
  {
    folder: 'bridge/http',
    may: [/^bridge\/(actions|reports|words|domain)\//],
    packages: /^(node:|express|helmet|ajv|typebox|prom-client)/,
    reason: 'the web speaks to actions and reports, never to rows',
  },
  { folder: 'bridge/cli', may: [/./], reason: 'all parts meet here' },
  { folder: 'bridge', may: [/^bridge\//], reason: 'the entry and its settings' },
  {
    folder: 'connectors/odata',
    may: [/^connectors\/(connector|errors)\.ts$/],
    packages: /^(node:|saxes|fast-xml-parser)/,
    reason: 'a door knows nothing of the CRM and nothing of other doors',
  },
  {
    folder: 'connectors/simulator',
    may: [],
    packages: /^(node:|fast-xml-parser)/,
    reason: 'the simulated base could live on another machine',
  },
  { folder: 'connectors', may: [/^connectors\//], packages: /^node:/, reason: 'the list of doors' },
]

const imports = sources(['bridge', 'connectors']).flatMap(importsOf)

describe('The folders keep to the table of the architecture', () => {
  it.each(RULES)('$folder: $reason', ({ folder, may, packages }) => {
    const own = imports.filter(({ from }) => ruleOf(from)?.folder === folder)
    const wrong = own.filter(({ to, isPackage }) => {
      if (isPackage) return packages !== undefined && !packages.test(to)
      return !to.startsWith(`${folder}/`) && !may.some((allowed) => allowed.test(to))
    })

    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
    expect(own.length, `${folder} has imports to judge`).toBeGreaterThan(folder === 'bridge/domain' ? 5 : 0)
  })

  it('screens take nothing from the service but the types of its contract', () => {
    const wrong = sources(['ui-extension'])
      .flatMap(importsOf)
      .filter(
        ({ to, isPackage, typeOnly }) =>
          !isPackage && !to.startsWith('ui-extension/') && !(typeOnly && CONTRACT.test(to)),
      )

    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('names of the base stay in mappings and connectors: the bridge speaks the glossary', () => {
    const strangers = sources([
      'bridge/domain',
      'bridge/store',
      'bridge/actions',
      'bridge/reports',
      'bridge/http',
    ]).filter((file) =>
      /(Catalog|Document|InformationRegister|AccumulationRegister)_[А-Яа-яЁё]/.test(
        readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
      ),
    )

    expect(strangers).toEqual([])
  })

  it('what takes the place of HTTP in a whole process is used where each test file has a process of its own', () => {
    const users = sources(['tests']).filter((file) => importsOf(file).some(({ to }) => to === 'nock'))

    expect(users.filter((file) => !file.startsWith('tests/connectors/odata/'))).toEqual([])
  })
})

interface Import {
  from: string
  to: string
  isPackage: boolean
  typeOnly: boolean
}

function ruleOf(file: string): Rule | undefined {
  return RULES.find(({ folder }) => file.startsWith(`${folder}/`))
}

function sources(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  )
}

/** Static imports, re-exports and `import()` of a file. */
function importsOf(from: string): Import[] {
  const text = readFileSync(join(ROOT, from), 'utf8')
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s+)?[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from\s+'([^']+)'/g),
  ].map(([, , type, target = '']) => ({ target, typeOnly: type !== undefined }))
  const bare = [...text.matchAll(/(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g)].map(([, one, other]) => ({
    target: one ?? other ?? '',
    typeOnly: false,
  }))
  return [...found, ...bare].map(({ target, typeOnly }) => {
    const isPackage = !target.startsWith('.')
    const to = isPackage ? target : join(dirname(from), target).split(sep).join('/')
    return { from, to, isPackage, typeOnly }
  })
}
