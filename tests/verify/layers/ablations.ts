/** Layer `ablations`: the same days with one safety net taken away each time. If nobody missed it, the oracle would be blind. */
import { askedCase, replayOf } from '../asked.ts'
import type { Layer, Outcome, Trial } from '../layer.ts'
import { nets, NOT_OF_DAYS, type Net } from '../schedules/nets.ts'
import { runSchedule } from '../schedules/schedule.ts'

const NAME = 'ablations'
/** A net that nobody misses on so many days is not seen to be there. */
const MOST_DAYS = 200
/** With less time than it takes to look at so many nothing is said. */
const ENOUGH_DAYS = 30
/** Days that are looked at after the first broken one, to tell how often it is missed. */
const FEW_DAYS = 10

export const layer: Layer = {
  name: NAME,
  title: 'each safety net that is taken away is missed, so the oracle can see; with all nets the same days are clean',
  minutes: 1.4,
  run: async (trial) => {
    const only = askedCase()
    const chosen = nets.filter((_net, at) => only === undefined || at === only)
    const endAt = performance.now() + trial.budgetMs
    const looked: Looked[] = []
    for (const [at, net] of chosen.entries()) {
      // What some have left of their time belongs to those that still wait.
      const share = (endAt - performance.now()) / (chosen.length - at)
      looked.push(await lookFor(net, trial.seed, share))
      trial.progress(`${net.name}: ${sentenceOf(looked.at(-1))}`)
    }
    return outcomeOf(trial, looked)
  },
}

export interface Looked {
  net: Net
  days: number
  /** Days on which it was missed, and what was said on the first of them. */
  missed: number
  said: string
  /** Seeds of days that were broken although all nets were there. */
  wrong: number[]
}

/** Looks until the net was missed, then at a few days more; each of them is run with all nets as well. */
export async function lookFor(net: Net, seed: number, budgetMs: number): Promise<Looked> {
  const end = performance.now() + budgetMs
  const looked: Looked = { net, days: 0, missed: 0, said: '', wrong: [] }
  while (looked.days < MOST_DAYS && (looked.missed === 0 || looked.days < FEW_DAYS) && performance.now() < end) {
    const day = seed * 1_000_000 + looked.days++
    const without = await runSchedule(day, { day: net.day, otherwise: net.off })
    if (without.violations.length === 0) continue
    looked.missed++
    looked.said ||= without.violations[0]?.split('\n')[0] ?? ''
    if ((await runSchedule(day, { day: net.day })).violations.length > 0) looked.wrong.push(day)
  }
  return looked
}

function outcomeOf({ seed }: Trial, looked: Looked[]): Outcome {
  const blind = looked.filter(({ missed, wrong }) => missed === 0 || wrong.length > 0)
  const figures: Outcome['figures'] = {
    cases: looked.reduce((sum, { days }) => sum + days, 0),
    'nets missed': `${looked.length - blind.length} of ${looked.length}`,
    violations: blind.length,
  }
  for (const one of looked) figures[`without: ${one.net.name}`] = sentenceOf(one)
  for (const [name, why] of Object.entries(NOT_OF_DAYS)) figures[`not of days: ${name}`] = why
  const [first] = blind
  const number = first && nets.indexOf(first.net)
  const replay = replayOf(NAME, seed, number)
  if (!first) return { status: 'passed', figures, replay }
  const reason = blind.map(
    ({ net, wrong }) =>
      `${net.name}: ${wrong.length > 0 ? `clean days ${wrong.join(', ')} are not clean` : 'nobody misses it'}`,
  )
  // Too little time to tell is not the same as blind, and not the same as passed.
  const undecided = blind.every(({ wrong, days }) => wrong.length === 0 && days < ENOUGH_DAYS)
  return { status: undecided ? 'not run' : 'failed', figures, reason: reason.join('\n'), replay }
}

function sentenceOf(looked: Looked | undefined): string {
  if (!looked) return ''
  const { net, missed, days, said } = looked
  return `missed on ${missed} of ${days} days (${net.promise})${said && `, first ${said}`}`
}
