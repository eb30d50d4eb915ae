/**
 * Carries one intent to its end by the creating protocol: claim, send what it depends on, record the attempt before the
 * first byte, create unposted, read when in doubt, compare, post, keep the base's word. Each step is durable before the
 * next begins, so any process can take over from where another one died.
 */
import type { Foreign } from '../../connectors/connector.ts'
import { Changed, Refused } from '../../connectors/errors.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import type { IntentState, Noun } from '../domain/sync.ts'
import { findIntent, LIVE_STATES, liveIntentOf, type StoredIntent } from '../store/intents.ts'
import { linkOf } from '../store/links.ts'
import { userName } from '../store/user-names.ts'
import { draftOf } from './draft.ts'
import { Held, holdIntent, Lost } from './hold.ts'
import { decide, Waits, type Step } from './outcome.ts'
import { readRecord, type Partner } from './partner.ts'
import { receive } from './receive.ts'
import { settle } from './settle.ts'

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
    if (error instanceof Lost) return 'busy'
    return settle(partner, held, decide(error, attemptOf(partner, held.intent, step)))
  } finally {
    await held.release()
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
  if (held.state === 'written') return compare(partner, held)
  return post(partner, held)
}

async function write(partner: Partner, held: Held, depth: number): Promise<void> {
  const draft = await draftOf(partner, held.intent, (noun, ourId) => keyOf(partner, { noun, ourId, depth }))
  await held.step({ state: 'sending', sent: held.intent.sent + 1 }, { outcome: 'sent', body: draft.fields })
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
  const found = await readRecord(partner, held.intent.noun, held.intent.foreignKey)
  if (found) await keep(partner, held, { foreign: found, state: 'written' })
  else await held.step({ state: 'queued' }, { outcome: 'not-found', body: {} })
}

async function keepWhatIsThere(partner: Partner, held: Held): Promise<void> {
  const stored = await readRecord(partner, held.intent.noun, held.intent.foreignKey)
  if (stored) await keep(partner, held, { foreign: stored, state: 'written' })
}

/** Only what adds up to the same as we asked for may be posted. */
async function compare(partner: Partner, held: Held): Promise<void> {
  if (held.intent.noun !== 'invoice') return held.step({ state: 'done', reason: '' }, { outcome: 'stored', body: {} })
  const request = JSON.parse(held.intent.payload) as InvoiceRequest
  const { database } = partner.ports
  const row = (await database.db('invoices').where('id', held.intent.subjectRowId).first('total_minor')) as
    { total_minor: number | string } | undefined
  const total = Number(row?.total_minor ?? 0)
  if (total !== request.totalMinor)
    throw new Changed('invoice.totals-differ', 'the base arrived at another total', [
      { field: 'total', sent: request.totalMinor, stored: total },
    ])
  await held.step({ state: 'posting' })
}

async function post(partner: Partner, held: Held): Promise<void> {
  const { foreignKey: key, noun } = held.intent
  const now = await readRecord(partner, noun, key)
  if (!now) throw new Refused('base.gone', 'the document is no longer in the base')
  const posted = isPosted(now) ? now : await partner.connector.post(now.kind, key)
  await keep(partner, held, { foreign: posted, state: 'done' })
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
  await receive(partner, [foreign], {
    run: 0,
    author,
    own: true,
    together: (ctx) =>
      held.stepWith(
        ctx.db,
        { state, reason: '', attempts: 0 },
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
  await push(partner, intent, row.depth + 1)
  const after = await findIntent(db, intent.id)
  if (after?.state === 'done') return after.foreignKey
  throw new Waits(row.noun, after?.reason ?? '')
}
