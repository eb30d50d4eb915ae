/** The folder of the package: the sources run from it, the build one level below. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export function packageRoot(from = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'mappings', 'mapping.schema.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`no folder with mappings above ${from}`)
  }
}
