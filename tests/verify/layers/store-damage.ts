/** A torn log, a full disk, a locked file: what was acknowledged is there, the rest is whole or absent, and people are told in words. */
import { diceOf } from '../aids/dice.ts'
import { onlyCase, replayOf, type Only } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { fillDisk, missingForFull } from '../store-damage/full.ts'
import { weather } from '../store-damage/storm.ts'
import { makeHistory, powerCut } from '../store-damage/torn.ts'

export const layer: Layer = {
  name: 'store-damage',
  title: 'A torn log, a full disk or a locked file loses nothing acknowledged and leaves nothing by halves',
  minutes: 1.4,
  run,
}

/** Deeds whose log is torn. */
const DEEDS = 60
/** However little time there is. */
const LEAST_TORN = 4
/** A run shorter than this tears a short log, fills a small disk, and knows no storm longer than people wait. */
const SHORT_MS = 30_000
const DISK_KB = { short: 1_400, long: 12_000 }
/** SQLite waits 5 s for a lock: longer ones must be told to people. */
const STORM = { shortMs: 300, longMs: 6_500 }
/** Parts of the time for the storm, and for tearing. */
const STORM_PART = 0.3

interface Wrong {
  said: string
  only?: Only
}

async function run(trial: Trial): Promise<Outcome> {
  const endAt = performance.now() + trial.budgetMs
  const short = trial.budgetMs < SHORT_MS
  const wrong: Wrong[] = []
  const figures: Outcome['figures'] = {}
  const lacking: string[] = []
  if (onlyCase() === null) {
    const missing = missingForFull()
    if (missing === null) await full(short, figures, wrong)
    else lacking.push(`disk full: ${missing}`)
    trial.progress(`store-damage: disk ${String(figures['disk full'])}`)
    await storm(trial, short, { figures, wrong })
    trial.progress(`store-damage: locks ${String(figures['locked'])}`)
  }
  const torn = await tear(trial.seed, short ? 12 : DEEDS, { endAt, wrong })
  const cases = { cases: torn, violations: wrong.length, 'torn logs': torn, ...figures }
  const [first] = wrong
  if (first === undefined)
    return { status: 'passed', figures: cases, lacking, replay: replayOf('store-damage', trial.seed) }
  const reason = wrong.slice(0, 10).map(({ said }) => said)
  return {
    status: 'failed',
    figures: cases,
    reason: reason.join('\n'),
    replay: replayOf('store-damage', trial.seed, first.only),
  }
}

interface Into {
  figures: Outcome['figures']
  wrong: Wrong[]
}

async function full(short: boolean, figures: Into['figures'], wrong: Wrong[]): Promise<void> {
  const filled = await fillDisk(short ? DISK_KB.short : DISK_KB.long)
  figures['disk full'] = `${filled.told} acknowledged, ${filled.refused} refused`
  wrong.push(...filled.wrong.map((said) => ({ said: `disk full: ${said}` })))
}

async function storm({ seed, budgetMs }: Trial, short: boolean, { figures, wrong }: Into): Promise<void> {
  const ms = short ? 500 : budgetMs * STORM_PART
  const met = await weather({ seed, mostMs: short ? STORM.shortMs : STORM.longMs }, ms)
  figures['locked'] = `${met.told} acknowledged, ${met.refused} refused`
  if (!short && met.refused === 0) met.wrong.push('nobody ever waited too long, so nothing was proven')
  wrong.push(...met.wrong.map((said) => ({ said: `locked: ${said}` })))
}

async function tear(seed: number, deeds: number, { endAt, wrong }: { endAt: number; wrong: Wrong[] }): Promise<number> {
  const only = onlyCase()
  const history = await makeHistory(deeds)
  let at = only?.at ?? 0
  const first = at
  try {
    const goesOn = () => at === first || (only === null && (at < LEAST_TORN || performance.now() < endAt))
    for (; goesOn(); at++) {
      const said = await powerCut(history, diceOf(seed, 'torn', at))
      wrong.push(...said.map((one) => ({ said: `torn ${at}: ${one}`, only: { what: 'torn', at } })))
    }
  } finally {
    history.clear()
  }
  return at - first
}
