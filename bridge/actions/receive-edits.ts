/** Merges what the base says of a counterparty with what people of ours edited of it and the base did not know yet. */
import { mergeField, type FieldWords } from '../domain/merge.ts'
import type { CounterpartyRecord } from '../domain/received.ts'
import { LATE_MS } from '../domain/sync.ts'
import { askAboutEdit, hasOpenEdits, openEdits, sendEdit, settleEdit, type Edit } from '../store/edits.ts'
import { fieldWordsOf, lastReadAt } from '../store/field-words.ts'
import { unansweredSince } from '../store/intent-links.ts'
import { askAboutOverruns } from './ask-about-overruns.ts'
import { recordChange } from './record-change.ts'
import type { Arrival, Receiving } from './receiving.ts'

type Arriving = Arrival<CounterpartyRecord>

/** @returns the arrivals with the texts that our rows are to show: theirs, and ours where it is on its way or in conflict */
export async function mergeEdits(ctx: Receiving, arrivals: Arriving[]): Promise<Arriving[]> {
  const known = arrivals.flatMap(({ link }) => (link ? [link.ourId] : []))
  if (known.length === 0) return arrivals
  if (!ctx.retold) await askAboutOverruns(ctx, arrivals)
  if (!(await hasOpenEdits(ctx.db, 'counterparty'))) return arrivals
  const edits = (await openEdits(ctx.db, 'counterparty', known)).filter(({ baseRowId }) => baseRowId === ctx.base.rowId)
  if (edits.length === 0) return arrivals
  const world: World = {
    words: await fieldWordsOf(ctx.db, ctx.base.rowId, 'counterparty'),
    readBefore: await lastReadAt(ctx.db, ctx.base.rowId),
  }
  const merged: Arriving[] = []
  for (const arrival of arrivals) {
    const own = edits.filter(({ subjectRowId }) => subjectRowId === arrival.link?.ourId)
    const asked = { arrival, edits: own }
    merged.push(own.length === 0 ? arrival : ctx.retold ? withOurs(asked) : await mergeOne(ctx, world, asked))
  }
  return merged
}

interface World {
  words: FieldWords
  readBefore: string | null
}

interface Edited {
  arrival: Arriving
  edits: Edit[]
}

/** While an edit is open, our row shows it. */
function withOurs({ arrival, edits }: Edited): Arriving {
  const texts = Object.fromEntries(edits.map(({ field, ours }) => [field, ours]))
  return { ...arrival, record: { ...arrival.record, ...texts } }
}

async function mergeOne(ctx: Receiving, world: World, { arrival, edits }: Edited): Promise<Arriving> {
  const texts: Record<string, string> = {}
  const mayComeLate = await isOneOnItsWay(ctx, edits)
  for (const edit of edits) {
    const theirs = String(arrival.record[edit.field as keyof CounterpartyRecord])
    texts[edit.field] = await mergeEdit(ctx, world, { edit, theirs, mayComeLate })
  }
  await recordChange(ctx, edits[0]?.subjectRowId ?? 0)
  return { ...arrival, record: { ...arrival.record, ...texts } }
}

/** Whether a text that was typed over since may still arrive; this is not asked while nothing was. */
async function isOneOnItsWay(ctx: Receiving, edits: Edit[]): Promise<boolean> {
  const typedOver = edits.find(({ asked, ours }) => asked !== null && asked !== ours)
  if (!typedOver || ctx.own) return false
  const { noun, subjectRowId } = typedOver
  const since = await unansweredSince(ctx.db, { base: ctx.base.rowId, noun }, subjectRowId)
  return since !== '' && Date.parse(since) + LATE_MS > Date.parse(ctx.now())
}

/** What is left without a word of a mapping is asked about. */
const UNSAID = { owner: 'base', conflict: 'ask' } as const

/** @returns what our row shows from now on */
async function mergeEdit(
  ctx: Receiving,
  world: World,
  { edit, theirs, mayComeLate }: { edit: Edit; theirs: string; mayComeLate: boolean },
): Promise<string> {
  const { db } = ctx
  const at = ctx.now()
  const word = world.words[edit.field] ?? UNSAID
  const merged = mergeField(edit, { theirs, word, readBefore: world.readBefore, mayComeLate })
  switch (merged.do) {
    case 'settle':
      await settleEdit(db, edit, { outcome: merged.outcome, who: '', at })
      return theirs
    case 'take-theirs':
      await settleEdit(db, edit, { outcome: 'theirs-won', theirs, rule: merged.rule, who: '', at })
      return theirs
    case 'send-over-theirs':
      await sendEdit(db, edit, { agreed: theirs, theirs, rule: merged.rule })
      return edit.ours
    case 'ask':
      await askAboutEdit(db, edit, { theirs, reason: merged.reason, at })
      ctx.changed('trouble', edit.id)
      return edit.ours
    case 'wait':
      return edit.ours
    case 'send':
  }
  // A question that has gone away by itself: the base took its own edit back.
  if (edit.inConflict || edit.agreed !== merged.agreed) await sendEdit(db, edit, { agreed: merged.agreed })
  return edit.ours
}
