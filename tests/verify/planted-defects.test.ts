/** Every defect that the layers `planted-defects` and `guards` plant still has a place in the sources to be planted in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defects } from './planted/defects.ts'
import { guards } from './planted/guards.ts'

const ROOT = join(import.meta.dirname, '..', '..')

it.each([...defects, ...guards])('The planted defect "$name" fits the sources', ({ changes }) => {
  for (const [file, from] of changes)
    expect(readFileSync(join(ROOT, file), 'utf8').split(from), `${file}: ${from}`).toHaveLength(2)
})
