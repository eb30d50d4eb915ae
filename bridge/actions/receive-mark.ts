/** A deletion mark of the base where the mapping says `ask`: the counterparty stays in use here until a person has decided. */
import type { CounterpartyRecord } from '../domain/received.ts'
import { forgetKeptMarks, marksOf } from '../store/marks.ts'
import { askedAbout, raiseTrouble, settleOneTrouble } from '../store/troubles.ts'
import type { Arrival, Receiving } from './receiving.ts'

type Arriving = Arrival<CounterpartyRecord>

const NOUN = 'counterparty'
const CODE = 'counterparty.marked-there'

/** @returns the arrivals, unmarked where a person is asked or has said that ours stays in use */
export async function askAboutMarks(ctx: Receiving, arrivals: Arriving[]): Promise<Arriving[]> {
  if (ctx.retold) return withDecided(ctx, arrivals)
  const asking = arrivals.filter(({ link, asksMark }) => link !== undefined && asksMark === true)
  if (asking.length === 0) return arrivals
  const ours = await marksOf(
    ctx.db,
    asking.flatMap(({ link }) => link?.ourId ?? []),
  )
  const kept = new Set<Arriving>()
  for (const arrival of asking) {
    const row = ours.get(arrival.link?.ourId ?? 0)
    if (!row) continue
    if (!arrival.record.marked) await takeBack(ctx, row)
    else if (!row.marked) {
      kept.add(arrival)
      if (!row.markKept) await ask(ctx, arrival, row.uuid)
    }
  }
  return arrivals.map((one) => (kept.has(one) ? unmarked(one) : one))
}

/** Told again, a mark is no new question: where a person has decided, or is being asked, it stays as it is. */
async function withDecided(ctx: Receiving, arrivals: Arriving[]): Promise<Arriving[]> {
  const marked = arrivals.flatMap(({ link, record }) => (link && record.marked ? [link.ourId] : []))
  if (marked.length === 0) return arrivals
  const ours = await marksOf(ctx.db, marked)
  const uuids = [...ours.values()].map(({ uuid }) => uuid)
  const asked = await askedAbout(ctx.db, { noun: NOUN, code: CODE }, uuids)
  return arrivals.map((one) => {
    const row = ours.get(one.link?.ourId ?? 0)
    return row && (row.markKept || asked.has(row.uuid)) ? unmarked(one) : one
  })
}

function unmarked(one: Arriving): Arriving {
  return { ...one, record: { ...one.record, marked: false } }
}

async function ask(ctx: Receiving, { record }: Arriving, subject: string): Promise<void> {
  const answers = ['mark', 'keep-in-use']
  const about = { code: CODE, noun: NOUN, subject, facts: { name: record.name }, answers }
  const id = await raiseTrouble(ctx.db, { ...about, baseRowId: ctx.base.rowId, at: ctx.now() })
  ctx.changed('trouble', id)
}

/** The base has taken its mark off: there is nothing to decide, and the next mark is a new question. */
async function takeBack(ctx: Receiving, { uuid, rowId }: { uuid: string; rowId: number }): Promise<void> {
  await forgetKeptMarks(ctx.db, [rowId])
  await settleOneTrouble(ctx.db, { noun: NOUN, subject: uuid, code: CODE }, { who: ctx.base.name, at: ctx.now() })
}
