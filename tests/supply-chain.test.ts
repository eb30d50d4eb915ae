/** What comes with us from elsewhere: under a licence that lets us pass it on, exactly as it was when we looked, and running nothing unasked. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Locked {
  license?: string
  integrity?: string
  resolved?: string
  dev?: boolean
  hasInstallScript?: boolean
}

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> }
const others = Object.entries(packages).filter(([path]) => path !== '')
const manifest = read('package.json') as Manifest

/** Of these one may be chosen where several are offered. */
const FREE = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Unlicense', 'CC0-1.0'])
/** Tools that are never passed on may ask for more. */
const FREE_FOR_TOOLS = new Set([...FREE, 'MPL-2.0'])
/** They bring a program for this machine. */
const MAY_RUN = ['better-sqlite3', 'better-sqlite3-napi', 'esbuild']

const named = (wrong: (one: Locked, path: string) => boolean) =>
  others.filter(([path, one]) => wrong(one, path)).map(([path]) => path)

describe('Packages of others', () => {
  it('each has a licence that lets us pass it on', () => {
    const choices = ({ license = '' }: Locked) => license.replace(/[()]/g, '').split(' OR ')
    const refused = named((one) => !choices(one).some((name) => (one.dev ? FREE_FOR_TOOLS : FREE).has(name)))

    expect(refused).toEqual([])
  })

  it('each is locked to what was looked at, from the registry alone', () => {
    expect(named(({ integrity = '' }) => !integrity.startsWith('sha512-'))).toEqual([])
    expect(named(({ resolved = '' }) => /^(git|http:|file:)/.test(resolved))).toEqual([])
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(([, version]) => /[/:]/.test(version.replace(/^npm:@?[\w./-]+@/, '')))).toEqual([])
  })

  it('run nothing while they are installed, but for those that bring a program', () => {
    const runs = named(({ hasInstallScript }) => hasInstallScript === true)

    expect(runs.map((path) => path.replace(/^.*node_modules\//, '')).toSorted()).toEqual(MAY_RUN)
  })

  it('are not the server whose idea we keep and whose code we do not (record 001)', () => {
    expect(named((_one, path) => path.endsWith('/node-odata'))).toEqual([])
  })
})
