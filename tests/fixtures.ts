/** Where the shared reference data lies; tests that need it skip visibly when the folder is absent. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env['ZVENO_FIXTURES'] ?? join(import.meta.dirname, '..', '..', 'shared', 'fixtures')

/** True when the reference data is at hand. CI has it. */
export const fixturesPresent = existsSync(folder)

/** Text of one reference file such as `1c-odata/metadata-bp30.xml`, without a byte-order mark. */
export function fixture(path: string): string {
  return readFileSync(join(folder, path), 'utf8').replace(/^\uFEFF/, '')
}
