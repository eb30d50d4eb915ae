/** `zveno verify`: the promised proofs, one page of figures. They live with the tests, so they need a checkout. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../domain/problem.ts'
import type { Command, Invocation } from './command.ts'
import { packageRoot } from './package-root.ts'

export const command: Command = {
  name: 'verify',
  purpose: 'Runs the promised proofs and prints one page of figures.',
  words: '[LAYER ...]',
  options: {
    minutes: { type: 'string', value: 'N', help: 'time for the whole page (60); less time, fewer cases' },
    seed: { type: 'string', value: 'S', help: 'decides everything left to chance (1)' },
    case: { type: 'string', value: 'K', help: 'only this case of one layer' },
  },
  run: (given) => runProofs(packageRoot(), given),
}

/**
 * @returns the exit code of the proofs
 * @throws Problem `verify.no-checkout` where the tests did not come along
 */
export async function runProofs(root: string, given: Pick<Invocation, 'words' | 'text' | 'json'>): Promise<number> {
  const runner = join(root, 'tests', 'verify', 'run.ts')
  if (!existsSync(runner)) throw new Problem('verify.no-checkout')
  const options = ['minutes', 'seed', 'case'].flatMap((name) => {
    const value = given.text(name)
    return value === undefined ? [] : [`--${name}`, value]
  })
  const args = ['--import', 'tsx', runner, ...given.words, ...options, ...(given.json ? ['--json'] : [])]
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
