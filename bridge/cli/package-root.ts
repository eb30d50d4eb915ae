/** The folder of the package: the sources run from it, the build one level below. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'

export function packageRoot(from = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'mappings', 'mapping.schema.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`no folder with mappings above ${from}`)
  }
}

/** Mappings of an integrator, or those that come with Zveno. */
export function mappingsFolder({ mappings }: Pick<Config, 'mappings'>): string {
  return mappings ?? join(packageRoot(), 'mappings')
}

/** Version of this Zveno, e.g. `0.1.0`. */
export function zvenoVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
  return version
}
