/** The page of proofs: how a layer's share is measured out, and that nothing counts as proven which was not run. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replayOf } from './asked.ts'
import type { Layer, Outcome, Trial } from './layer.ts'
import { LAYER_NAMES, loadLayers } from './layers.ts'
import { budgetOf, hasPassed, pageOf, verify, WHOLE_MINUTES } from './report.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const QUIET = { seed: 7, minutes: WHOLE_MINUTES, progress: () => {} }

const PASSED: Outcome = { status: 'passed', figures: { cases: 12, violations: 0 }, replay: replayOf('calm', 7) }
const FAILED: Outcome = { ...PASSED, status: 'failed', reason: 'case 3: two documents', replay: replayOf('wild', 7, 3) }
const NOT_RUN: Outcome = { ...PASSED, status: 'not run', reason: 'PostgreSQL is not installed' }

describe('The page of proofs', () => {
  it('gives each layer its share of the minutes that are there', async () => {
    const seen: Trial[] = []
    const curious = layer('curious', async (trial) => {
      seen.push(trial)
      return PASSED
    })

    await verify([curious], { ...QUIET, minutes: 5 })

    expect(seen).toMatchObject([{ seed: 7, budgetMs: 50_000 }])
    expect(budgetOf({ minutes: 10 }, WHOLE_MINUTES)).toBe(600_000)
  })

  it('gives the time that others leave, or lacks the time that others took, to the one that can use it', async () => {
    const budgets: number[] = []
    const calm = { ...layer('calm', async () => PASSED), minutes: 6 }
    const keen = layer('keen', async ({ budgetMs }) => (budgets.push(budgetMs), PASSED))

    await verify([calm, { ...keen, takesWhatIsLeft: true }], { ...QUIET, minutes: 1 })

    expect(budgets[0]).toBeGreaterThan(10_000 + 5_000)
    expect(budgets[0]).toBeLessThanOrEqual(10_000 + 6_000)
  })

  it('passes only when every layer passed; what was not run has proven nothing', async () => {
    const calm = layer('calm', async () => PASSED)

    expect(hasPassed(await verify([calm], QUIET))).toBe(true)
    expect(hasPassed(await verify([calm, layer('absent', async () => NOT_RUN)], QUIET))).toBe(false)
    expect(hasPassed(await verify([calm, layer('wild', async () => FAILED)], QUIET))).toBe(false)
    expect(hasPassed(await verify([], QUIET))).toBe(false)
  })

  it.each([
    ['a whole run that did less than is promised', { cases: 12 }, { cases: 13 }, 'cases: 12 of 13'],
    ['a whole run that left some of all out', { cases: 12, 'of all': 14 }, { cases: 'of all' }, 'cases: 12 of 14'],
    ['a whole run without the promised figure', { cases: 12 }, { invoices: 1 }, 'invoices: NaN of 1'],
  ])('%s has not run', async (_what, figures, promised, reason) => {
    const few = { ...layer('few', async () => ({ ...PASSED, figures })), promised }
    const reportOf = (settings: object) => verify([few], { ...QUIET, ...settings })

    expect((await reportOf({})).layers[0]).toMatchObject({ status: 'not run', reason: expect.stringContaining(reason) })
    expect((await reportOf({ minutes: 5 })).layers[0]?.status).toBe('passed')
    expect((await reportOf({ oneCase: true })).layers[0]?.status).toBe('passed')
  })

  it('reaching what is promised is enough, and what failed stays failed', async () => {
    const promised = { cases: 12 }
    const [enough, wild] = [
      layer('enough', async () => PASSED),
      layer('wild', async () => ({ ...FAILED, figures: {} })),
    ]
    const { layers: told } = await verify(
      [enough, wild].map((one) => ({ ...one, promised })),
      QUIET,
    )

    expect(told.map(({ status }) => status)).toEqual(['passed', 'failed'])
  })

  it('a part that could not run is told, and the layer has not run, in a short run as well', async () => {
    const lacking = ['disk full: prlimit is not here']
    const report = await verify([layer('damage', async () => ({ ...PASSED, lacking }))], { ...QUIET, minutes: 1 })

    expect(report.layers[0]).toMatchObject({ status: 'not run', reason: 'disk full: prlimit is not here' })
    expect(report.layers[0]).not.toHaveProperty('lacking')
  })

  it('says why, and the one command that runs the failed case again', async () => {
    const page = pageOf(await verify([layer('wild', async () => FAILED)], QUIET))

    expect(page).toContain('case 3: two documents')
    expect(page).toContain('npm run verify -- wild --seed 7 --case 3')
    expect(page).toContain('0 of 1 layers passed')
  })

  it('a layer that breaks has failed, and the others go on', async () => {
    const broken = layer('broken', () => Promise.reject(new Error('no room left')))

    const report = await verify([broken, layer('calm', async () => PASSED)], QUIET)

    expect(report.layers.map(({ status }) => status)).toEqual(['failed', 'passed'])
    expect(report.layers[0]?.reason).toContain('no room left')
    expect(report.layers[0]?.replay).toBe('npm run verify -- broken --seed 7')
  })

  it('answers programs with layers, figures, seeds, versions and times', async () => {
    const report: unknown = JSON.parse(JSON.stringify(await verify([layer('calm', async () => PASSED)], QUIET)))

    expect(report).toEqual({
      layers: [{ name: 'calm', title: 'calm', seed: 7, tookMs: expect.any(Number), ...PASSED }],
      versions: {
        node: process.versions.node,
        zveno: expect.stringMatching(/^\d+\.\d+\.\d+/),
        sqlite: expect.stringMatching(/^3\./),
        platform: expect.any(String),
      },
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      tookMs: expect.any(Number),
    })
  })

  it('has layers under their own names, whose shares fit into the whole hour', async () => {
    const layers = await loadLayers()

    expect(layers.map(({ name }) => name)).toEqual(LAYER_NAMES)
    expect(layers.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(WHOLE_MINUTES)
  }, 60_000)
})

describe('npm run verify', () => {
  it.each([
    ['a layer that there is not', ['nonsense'], 'there is no layer nonsense'],
    ['minutes that are none', ['--minutes', 'soon'], '--minutes takes more than 0'],
    ['a case without its layer', ['--case', '3'], '--case belongs to one layer'],
    ['a seed that is no number', ['--seed', 'x'], '--seed takes a whole number'],
  ])('refuses %s with a sentence', (_what, args, sentence) => {
    const { status, stderr } = verifyCommand(args)

    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
})

function verifyCommand(args: string[]): { status: number | null; stderr: string } {
  const run = ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), ...args]
  return spawnSync(process.execPath, run, { cwd: ROOT, encoding: 'utf8' })
}

function layer(name: string, run: Layer['run']): Layer {
  return { name, title: name, minutes: 10, run }
}
