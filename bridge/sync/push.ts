/**
 * Carries one intent to its end by the creating protocol: claim, send what it depends on, record the attempt before the
 * first byte, create unposted, read when in doubt, compare, post, keep the base's word. Each step is durable before the
 * next begins, so any process can take over from where another one died.
 */
import type { Foreign } from '../../connectors/connector.ts'
import { Changed, Refused } from '../../connectors/errors.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import type { IntentState, Noun } from '../domain/sync.ts'
import { lastSentAt } from '../store/intent-links.ts'
import { findIntent, LIVE_STATES, liveIntentOf, wakeWaiting, type StoredIntent } from '../store/intents.ts'
import { linkOf } from '../store/links.ts'
import { userName } from '../store/user-names.ts'
import { draftOf } from './draft.ts'
import { Held, holdIntent, Lost } from './hold.ts'
import { findByMark } from './mark.ts'
import { decide, Early, Waits, type Step } from './outcome.ts'
import { readRecord, type Partner } from './partner.ts'
import { receive } from './receive.ts'
import { settle, settleQuestions } from './settle.ts'
import { fromBase } from './mapping/translate.ts'

/** What became of a try: done, waiting for another try, or the connection is down and the others need not try. */
export type Pushed = 'done' | 'later' | 'down' | 'busy'

/** More steps than the longest way has; a loop that needs more is broken. */
const MOST_STEPS = 8
/** Counterparty before contract before invoice. */
const DEEPEST = 3

export async function push(partner: Partner, intent: StoredIntent, depth = 0): Promise<Pushed> {
  const held = await holdIntent(partner.ports, intent)
  if (!held) return 'busy'
  let step: Step = 'look'
  try {
    for (let count = 0; count < MOST_STEPS && LIVE_STATES.includes(held.state); count++) {
      step = STEP_OF[held.state] ?? 'look'
      await take(partner, held, depth)
    }
    return held.state === 'done' ? 'done' : 'later'
  } catch (error) {
    return fail(partner, held, { error, step })
  } finally {
    await held.release()
  }
}

/** Writes the failure down, unless somebody else has the word by now. */
async function fail(partner: Partner, held: Held, { error, step }: { error: unknown; step: Step }): Promise<Pushed> {
  if (error instanceof Lost) return 'busy'
  try {
    const pushed = await settle(partner, held, decide(error, attemptOf(partner, held.intent, step)))
    return error instanceof Waits && error.baseDown ? 'down' : pushed
  } catch (lost) {
    if (lost instanceof Lost) return 'busy'
    throw lost
  }
}

const STEP_OF: Partial<Record<IntentState, Step>> = { queued: 'write', written: 'post', posting: 'post' }

function attemptOf(partner: Partner, intent: StoredIntent, step: Step) {
  const ageMs = Date.parse(partner.ports.now()) - Date.parse(intent.createdAt)
  return { step, attempts: intent.attempts, ageMs, chance: partner.ports.chance() }
}

async function take(partner: Partner, held: Held, depth: number): Promise<void> {
  if (held.state === 'queued') return write(partner, held, depth)
  if (held.state === 'sending' || held.state === 'uncertain') return look(partner, held)
  if (held.state === 'written') return afterWriting(partner, held)
  return post(partner, held)
}

async function write(partner: Partner, held: Held, depth: number): Promise<void> {
  const draft = await draftOf(partner, held.intent, (noun, ourId) => keyOf(partner, { noun, ourId, depth }))
  const mappingVersion = partner.mappings[held.intent.noun]?.version ?? ''
  const sending = { state: 'sending' as const, sent: held.intent.sent + 1, mappingVersion }
  await held.step(sending, { outcome: 'sent', body: draft.fields })
  try {
    await keep(partner, held, { foreign: await partner.connector.write(draft), state: 'written' })
  } catch (error) {
    if (error instanceof Refused && error.reason === 'base.exists') return look(partner, held)
    // The base keeps something else than we sent: it stays an unposted draft that people can see.
    if (error instanceof Changed) await keepWhatIsThere(partner, held)
    throw error
  }
}

/** Reads what an unknown outcome has left: found = ours, not found = the same key may be sent again. */
async function look(partner: Partner, held: Held): Promise<void> {
  const found = await find(partner, held)
  if (found) return keep(partner, held, { foreign: found, state: 'written' })
  await tooEarlyToRepeat(partner, held)
  await held.step({ state: 'queued' }, { outcome: 'not-found', body: {} })
}

async function find(partner: Partner, { intent }: Held): Promise<Foreign | null> {
  return (await readRecord(partner, intent.noun, intent.foreignKey)) ?? findByMark(partner, intent)
}

/** Longest that a base may go on working at a call that nobody waits for any more, milliseconds. */
const LATE_MS = 180_000

/** Where our key does not forbid a second record, a repeat must wait until the first cannot come any more. @throws Early */
async function tooEarlyToRepeat({ connector, ports }: Partner, { intent }: Held): Promise<void> {
  if (connector.abilities.clientKey !== 'refused') return
  const sentAt = await lastSentAt(ports.database.db, intent)
  const leftMs = sentAt === '' ? 0 : Date.parse(sentAt) + LATE_MS - Date.parse(ports.now())
  if (leftMs > 0) throw new Early(leftMs)
}

async function keepWhatIsThere(partner: Partner, held: Held): Promise<void> {
  const stored = await find(partner, held)
  if (stored) await keep(partner, held, { foreign: stored, state: 'written' })
}

/** Only invoices are posted; everything else is done when it is stored. */
async function afterWriting(partner: Partner, held: Held): Promise<void> {
  if (held.intent.noun === 'invoice') return held.step({ state: 'posting' })
  await held.step({ state: 'done', reason: '', facts: {} }, { outcome: 'stored', body: {} })
  await settleQuestions(partner, held.intent)
  await wakeWaiting(partner.ports.database.db, partner.base.rowId, partner.ports.now())
}

/** Looks at the document as it is now: hours may lie between creating and posting, and people work in the base. */
async function post(partner: Partner, held: Held): Promise<void> {
  const { foreignKey: key, noun } = held.intent
  const now = await readRecord(partner, noun, key)
  if (!now) throw new Refused('base.gone', 'the document is no longer in the base')
  if (isPosted(now)) return keep(partner, held, { foreign: now, state: 'done' })
  try {
    await mayBePosted(partner, held, now)
  } catch (error) {
    // People see what the base holds now, not what we remember of it.
    await keep(partner, held, { foreign: now, state: 'written' })
    throw error
  }
  await keep(partner, held, { foreign: await partner.connector.post(now.kind, key), state: 'done' })
}

/** Only what is not marked for deletion and adds up to what was asked for, or to what a person accepted. */
async function mayBePosted(partner: Partner, { intent }: Held, now: Foreign): Promise<void> {
  const mapping = partner.mappings.invoice
  const { record } = mapping ? fromBase(mapping, now, await partner.lookups(mapping)) : { record: null }
  if (!record) throw new Refused('record.unreadable', 'the document in the base cannot be read')
  if (record.marked) throw new Refused('invoice.marked-in-base', 'the document is marked for deletion')
  const { totalMinor: sent } = JSON.parse(intent.payload) as InvoiceRequest
  const stored = record.totalMinor
  if (stored === sent || stored === intent.facts['acceptedMinor']) return
  throw new Changed('invoice.totals-differ', 'the base arrived at another total', [{ field: 'total', sent, stored }])
}

function isPosted(foreign: Foreign): boolean {
  return foreign.fields['Posted'] === true
}

interface Kept {
  foreign: Foreign
  state: IntentState
}

/** The base's answer is the truth: it goes the way of everything that arrives, together with the step of the intent. */
async function keep(partner: Partner, held: Held, { foreign, state }: Kept): Promise<void> {
  const author = await userName(partner.ports.database.db, held.intent.authorRowId)
  // A base that gives keys of its own: its key is stored at once, so that the record is known as ours from now on.
  if (foreign.key !== held.intent.foreignKey) await held.step({ foreignKey: foreign.key })
  await receive(partner, [foreign], {
    run: 0,
    author,
    own: true,
    together: (ctx) =>
      held.stepWith(
        ctx.db,
        { state, reason: '', attempts: 0, ...(state === 'done' && { facts: {} }) },
        { outcome: state === 'done' ? 'posted' : 'stored', body: {} },
      ),
  })
  partner.ports.publish({ what: 'queue', id: held.intent.id })
}

/** Key of one of our rows; what is still on its way is sent first. @throws Refused when there is nothing to send. */
async function keyOf(partner: Partner, row: { noun: Noun; ourId: number; depth: number }): Promise<string> {
  const { db } = partner.ports.database
  const link = await linkOf(db, { base: partner.base.rowId, noun: row.noun }, row.ourId)
  if (link && !link.gone) return link.foreignKey
  const intent = await liveIntentOf(db, row.noun, row.ourId)
  if (!intent || row.depth >= DEEPEST) throw new Refused('intent.nothing-to-send', `no ${row.noun} to refer to`)
  const pushed = await push(partner, intent, row.depth + 1)
  const after = await findIntent(db, intent.id)
  if (after?.state === 'done') return after.foreignKey
  throw new Waits(row.noun, { because: after?.reason ?? '', baseDown: pushed === 'down' })
}
