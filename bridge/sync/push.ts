/**
 * Carries one intent to its end by the creating protocol: claim, send what it depends on, record the attempt before the
 * first byte, create unposted, read when in doubt, compare, post, keep the base's word. Each step is durable before the
 * next begins, so any process can take over from where another one died.
 */
import { Changed, DoorError, inDoubt, Refused } from '../../connectors/errors.ts'
import { LIVE_STATES } from '../domain/sync.ts'
import { findIntent, liveIntentIn, type StoredIntent } from '../store/intents.ts'
import { carryChange } from './change.ts'
import { draftOf, type Row } from './draft.ts'
import { Held, Lost } from './hold.ts'
import { afterWriting, keep, keepStored } from './keep.ts'
import { find, keyInBase, look } from './look.ts'
import { decide, isAnswer, Waits, type Step } from './outcome.ts'
import type { Partner } from './partner.ts'
import { post } from './post.ts'
import { settle } from './settle.ts'

/** What became of a try: done, waiting for another try, or the connection is down and the others need not try. */
export type Pushed = 'done' | 'later' | 'down' | 'busy'

/** More steps than the longest way has; a loop that needs more is broken. */
const MOST_STEPS = 8
/** Counterparty before contract before invoice. */
const DEEPEST = 3

export async function push(partner: Partner, intent: StoredIntent, depth = 0): Promise<Pushed> {
  const held = new Held(partner.ports, intent)
  let step: Step = 'look'
  try {
    // What has left us once must be ours before it is looked at; a fresh request is taken with its first step.
    if (intent.state !== 'queued') await held.take()
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
  const { isOurs } = held
  try {
    if (error instanceof Lost) throw error
    await held.take()
    const pushed = await settle(partner, held, decide(error, attemptOf(partner, held.intent, step)))
    return error instanceof Waits && error.baseDown ? 'down' : pushed
  } catch (lost) {
    if (!(lost instanceof Lost)) throw lost
    // A database that failed while the intent was being taken is our trouble; what a base or a mapping said of an intent that
    // somebody else has taken is for him to find out.
    if (!isOurs && !(error instanceof Lost) && !isAnswer(error)) throw error
    return 'busy'
  }
}

const STEP_OF: Partial<Record<StoredIntent['state'], Step>> = { queued: 'write', written: 'post', posting: 'post' }

function attemptOf(partner: Partner, intent: StoredIntent, step: Step) {
  const ageMs = Date.parse(partner.ports.now()) - Date.parse(intent.createdAt)
  return { step, attempts: intent.attempts, ageMs, chance: partner.ports.chance() }
}

async function take(partner: Partner, held: Held, depth: number): Promise<void> {
  if (held.intent.act === 'change') return carryChange(partner, held)
  if (held.state === 'queued') return write(partner, held, depth)
  if (held.state === 'sending' || held.state === 'uncertain') return look(partner, held)
  if (held.state === 'written') return afterWriting(partner, held)
  return post(partner, held)
}

async function write(partner: Partner, held: Held, depth: number): Promise<void> {
  const draft = await draftOf(partner, held.intent, (row) => sendFirst(partner, held, { row, depth }))
  const mappingVersion = partner.mappings[held.intent.noun]?.version ?? ''
  const sending = { state: 'sending' as const, sent: held.intent.sent + 1, mappingVersion }
  await held.step(sending, { outcome: 'sent', body: draft.fields })
  // A slow base may take its time: meanwhile the screens say that it is being sent, and offer no withdrawal.
  partner.ports.publish({ what: 'queue', id: held.intent.id })
  try {
    await keepStored(partner, held, await partner.connector.write(draft))
  } catch (error) {
    if (error instanceof Refused && error.reason === 'base.exists') return look(partner, held).catch(doubted)
    // The base keeps something else than we sent: it stays an unposted draft that people can see.
    if (error instanceof Changed) await keepWhatIsThere(partner, held).catch(doubted)
    throw error
  }
}

/** A look after a write has failed: what was written may be there, so it is not sent again before it was looked for. */
function doubted(error: unknown): never {
  throw error instanceof DoorError ? inDoubt(error) : error
}

async function keepWhatIsThere(partner: Partner, held: Held): Promise<void> {
  const stored = await find(partner, held)
  if (stored) await keep(partner, held, { foreign: stored, state: 'written' })
}

/** Sends what a record names and the base does not hold yet. @returns its key. @throws Refused when there is nothing to send. */
async function sendFirst(partner: Partner, held: Held, { row, depth }: { row: Row; depth: number }): Promise<string> {
  const { db } = partner.ports.database
  // A request for another base goes through the door of that base alone.
  const intent = await liveIntentIn(db, partner.base.rowId, row)
  if (!intent || depth >= DEEPEST) {
    // Another worker may have brought it to the base between the two questions: its link came together with its end.
    const key = await keyInBase(partner, row)
    if (key !== undefined) return key
    throw new Refused('intent.nothing-to-send', `no ${row.noun} to refer to`)
  }
  await held.take()
  const pushed = await push(partner, intent, depth + 1)
  const after = await findIntent(db, intent.id)
  if (after?.state === 'done') return after.foreignKey
  throw new Waits(row.noun, { because: after?.reason ?? '', baseDown: pushed === 'down' })
}
