/** What can be said without running anything: types, lint, the rules of the house, and what comes with us from elsewhere. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { keepPromises } from '../aids/promises.ts'
import { replayOf } from '../asked.ts'
import type { Layer, Outcome } from '../layer.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const NAME = 'static'
/** They take as long as they take. */
const LEAST_MS = 90_000

const TSC = ['node_modules/typescript/bin/tsc', '--noEmit']
const CHECKS: [name: string, command: string[]][] = [
  ['types', TSC],
  ['types of the screens', [...TSC, '-p', 'ui-extension']],
  ['lint', ['node_modules/oxlint/bin/oxlint']],
]

export const layer: Layer = {
  name: NAME,
  title: 'Types, lint, the rules of the house, the inventory of words, and the licences and locks of what others wrote',
  minutes: 0.9,
  run: async ({ seed, budgetMs, ...trial }) => {
    const wrong: string[] = []
    for (const [name, command] of CHECKS) {
      const said = await run(command)
      if (said !== null) wrong.push(`${name}: ${said}`)
      trial.progress(`static: ${name}`)
    }
    const promises = await keepPromises({
      where: ['tests/house-rules.test.ts', 'tests/architecture.test.ts', 'tests/supply-chain.test.ts', 'tests/words'],
      mostMs: Math.max(LEAST_MS, budgetMs),
    })
    return outcomeOf(replayOf(NAME, seed), wrong, promises)
  },
}

function outcomeOf(replay: string, wrong: string[], promises: Outcome): Outcome {
  const violations = wrong.length + Number(promises.figures['violations'])
  const figures = { ...promises.figures, checks: CHECKS.map(([name]) => name).join(', '), violations }
  if (wrong.length > 0) return { status: 'failed', figures, reason: wrong.join('\n'), replay }
  return { ...promises, figures }
}

/** So much of what a tool says is told. */
const SAID = 1_000

/** null = it found nothing. */
function run(command: string[]): Promise<string | null> {
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => (said += chunk.toString('utf8'))
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0 ? null : `ended with ${code}: ${said.slice(0, SAID)}`))
  })
}
