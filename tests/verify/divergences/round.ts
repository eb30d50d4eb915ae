/** One round: a hundred documents are spoiled on both sides, the two are compared, and what was told is held against what was done. */
import { mendDifference } from '../../../bridge/actions/mend-difference.ts'
import { mendedByReading, type Because, type DifferenceKind } from '../../../bridge/domain/reconciliation.ts'
import { EMPTY_GUID } from '../../../connectors/simulator/base/model.ts'
import { contextOf } from '../../sync/both-sides.ts'
import { certified, coupled, deafEngine, KINDS, type Coupled } from '../../sync/books.ts'
import { SPOILERS, type SpoilerName } from '../../sync/spoiling.ts'
import type { Workshop } from '../../sync/workshop.ts'
import type { Dice } from '../aids/dice.ts'
import { countedIds } from '../schedules/chance.ts'
import { doubled, stranded, unknown, unproven, unreadable, type Planted, type Take } from './strange.ts'

export interface Round {
  planted: Planted[]
  found: number
  /** What the found ones were called, and to what they were put down. */
  called: { kind: DifferenceKind; because: Because }[]
  /** Told and not planted. */
  invented: number
  wrong: string[]
}

/** Of documents that are there, about half are spoiled: the others must not be told. */
const PLANTED = 110
const LOST_SHARE = 'our share is lost'
const LOST_SHARES = 4
const NAMES = (Object.keys(SPOILERS) as SpoilerName[]).filter((name) => name !== LOST_SHARE)

type Difference = Record<string, string | number | null>

export async function round(here: Workshop, dice: Dice): Promise<Round> {
  const planted = await plant(here, dice)
  const deaf = deafEngine(here)
  try {
    const { state, reason, differences, body } = await certified(here, deaf)
    const outcome = compared(planted, differences)
    if (state !== 'done') outcome.wrong.push(`the comparison ended as ${state} ${reason}`)
    const spoiled = new Set(planted.map(({ date }) => date.slice(0, 'YYYY-MM'.length)))
    // Months in which nothing was spoiled say the same on both sides; a date of ours may have been moved into another month.
    for (const { month, what, ours, theirs } of body.months)
      if (!spoiled.has(month) && month !== MOVED_TO && JSON.stringify(ours) !== JSON.stringify(theirs))
        outcome.wrong.push(`${what} of ${month}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`)
    await mend(here, differences, deaf)
    for (const { takeBack } of planted) await takeBack?.()
    const after = await certified(here, deaf)
    for (const left of after.differences)
      outcome.wrong.push(`not mended: ${String(left['kind'])} (${byName(planted, left)?.by ?? 'nobody did anything'})`)
    for (const { month, what, ours, theirs } of after.body.months)
      if (JSON.stringify(ours) !== JSON.stringify(theirs))
        outcome.wrong.push(`after mending: ${what} of ${month} differ`)
    return outcome
  } finally {
    await deaf.stop()
  }
}

/** Where the date of a document goes that is spoiled on our side. */
const MOVED_TO = '2026-01'

async function plant(here: Workshop, dice: Dice): Promise<Planted[]> {
  const all = (await coupled(here)).toSorted((one, other) => placeIn(one).localeCompare(placeIn(other)))
  const take: Take = (fits) => {
    for (let look = 0; look < MOST_LOOKS && all.length > 0; look++) {
      const at = dice.below(all.length)
      const one = all[at]
      if (one && fits(one)) return all.splice(at, 1)[0]
    }
    return undefined
  }
  const newId = countedIds(dice.below(1_000_000), 'divergences/round')
  const planted = [
    ...(await lostShares(here, { all, dice, take })),
    ...(await unreadable(here, take, true)),
    ...(await unproven(here)),
    ...(await unreadable(here, take, false)),
    ...unknown(here, take, newId()),
    ...unknown(here, take, newId()),
    ...(await stranded(here, take)),
    ...(await doubled(here, take, newId())),
    ...(await doubled(here, take, newId())),
  ]
  while (planted.length < PLANTED && all.length > 0) {
    const by = NAMES[planted.length % NAMES.length] as SpoilerName
    const n = dice.below(90_000)
    const one = await takeFitting(here, { by, n, take })
    if (one) planted.push(one)
  }
  return planted
}

/**
 * A share lies between two documents: where one is lost, what we hold as paid no longer follows from the shares. Its invoice and the other
 * receipts of it are left alone.
 */
async function lostShares(here: Workshop, { all, dice, take }: { all: Coupled[]; dice: Dice; take: Take }) {
  const planted: Planted[] = []
  while (planted.length < LOST_SHARES) {
    const one = await takeFitting(here, { by: LOST_SHARE, n: dice.below(90_000), take })
    if (!one) break
    planted.push(one)
    const paid = new Set(invoicesOf(here.simulator.base.get(KINDS['bank-receipt'], one.names[0] ?? '')).filter(isNamed))
    const near = ({ noun, entity }: Coupled) =>
      noun === 'invoice' ? paid.has(entity.key) : invoicesOf(entity).some((key) => paid.has(key))
    all.splice(0, all.length, ...all.filter((other) => !near(other)))
  }
  return planted
}

const isNamed = (key: string) => key !== EMPTY_GUID

function invoicesOf(receipt: Coupled['entity'] | undefined): string[] {
  return (receipt?.rows['РасшифровкаПлатежа'] ?? []).map((row) => String(row['СчетНаОплату_Key']))
}

/** Throws of the dice until there is taken to be nothing that fits. */
const MOST_LOOKS = 200
const MOST_TRIES = 30

async function takeFitting(
  here: Workshop,
  { by, n, take }: { by: SpoilerName; n: number; take: Take },
): Promise<Planted | undefined> {
  const { side, kinds, because } = SPOILERS[by]
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const one = take(() => true)
    if (!one) return undefined
    const { Date: date, Организация_Key: organisation } = one.entity.fields
    const place = { date: String(date), organisation: String(organisation) }
    if (await SPOILERS[by].apply(here, one, n)) return { by, side, names: [one.entity.key], kinds, because, ...place }
  }
  return undefined
}

function placeIn({ noun, entity: { fields } }: Coupled): string {
  return `${noun} ${String(fields['Date'])} ${String(fields['Number'])}`
}

function compared(planted: Planted[], differences: Difference[]): Round {
  const outcome: Round = { planted, found: 0, called: [], invented: 0, wrong: [] }
  const met = new Set<Planted>()
  for (const told of differences) {
    const one = byName(planted, told)
    if (!one || met.has(one)) {
      outcome.invented++
      const about = one ? `again by ${one.by}` : String(told['body'])
      outcome.wrong.push(`invented: ${told['noun']} ${told['kind']} ${told['because']} ${about}`)
      continue
    }
    met.add(one)
    const called = { kind: told['kind'] as DifferenceKind, because: told['because'] as Because }
    outcome.called.push(called)
    if (one.kinds.includes(called.kind) && one.because === called.because) continue
    outcome.wrong.push(`${one.by} is called ${told['kind']}, ${told['because']}`)
  }
  outcome.found = met.size
  for (const one of planted) if (!met.has(one)) outcome.wrong.push(`not found: ${one.by} of ${one.date}`)
  return outcome
}

/** Rows that no key names are told by our own id. */
function byName(planted: Planted[], told: Difference): Planted | undefined {
  return planted.find(({ names }) => names.includes(String(told['foreign_key'] || told['our_uuid'])))
}

async function mend(here: Workshop, differences: Difference[], engine: { once(): Promise<unknown> }): Promise<void> {
  const elena = await contextOf(here, 'kuznetsova')
  let asked = 0
  for (const { uuid, kind, because, foreign_key: key } of differences) {
    const about = { kind: kind as DifferenceKind, because: because as Because, foreignKey: String(key) }
    if (!mendedByReading(about)) continue
    await mendDifference(elena, { differenceId: String(uuid) })
    asked++
  }
  for (let read = 0; read < asked; read += READ_AT_ONCE) await engine.once()
}

/** Fewer than a round of reading again takes. */
const READ_AT_ONCE = 50
