/** `zveno verify`: in a checkout it starts the proofs, elsewhere it says in one sentence where they are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runProofs } from '../../bridge/cli/verify.ts'
import { desk } from './zveno.ts'

const here = desk()
afterAll(() => here.clear())

describe('zveno verify', () => {
  it('starts the runner of the checkout with what it was given, and ends as it ends', async () => {
    const { code, err } = await here.zveno(['verify', 'nonsense', '--minutes', '1', '--seed', '3', '--json'])

    expect(code).toBe(2)
    expect(err).toContain('there is no layer nonsense')
  })

  it('says that the proofs belong to a checkout where there are no tests', async () => {
    const installed = mkdtempSync(join(tmpdir(), 'zveno-installed-'))

    await expect(runProofs(installed, { words: [], text: () => undefined, json: false })).rejects.toMatchObject({
      code: 'verify.no-checkout',
    })
    rmSync(installed, { recursive: true })
  })
})
