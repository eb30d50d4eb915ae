/** Writes down what a failed try means: when to go on, what a person must decide, and what the record now shows. */
import type { Facts } from '../domain/problem.ts'
import type { StoredIntent } from '../store/intents.ts'
import { giveUpChange } from './give-up-change.ts'
import type { Held } from './hold.ts'
import { connectionFailed, failureOf } from './health.ts'
import type { Decision } from './outcome.ts'
import type { Partner } from './partner.ts'
import { later, type Change } from './ports.ts'
import type { Pushed } from './push.ts'
import { ask } from './questions.ts'
import { showState } from './show-state.ts'

export async function settle(partner: Partner, held: Held, decision: Decision): Promise<Pushed> {
  const { ports } = partner
  const { reason } = decision
  if (held.intent.act === 'change' && decision.do === 'ask') {
    await giveUpChange(partner, held, decision)
    return 'later'
  }
  const facts = { ...acceptedOf(held.intent), ...decision.facts }
  const note = { outcome: OUTCOME[decision.do], body: facts }
  const about = { noun: held.intent.noun, id: held.intent.subjectRowId }
  const changes: Change[] = [{ what: 'queue', id: held.intent.id }]
  await ports.database.transaction(async (db) => {
    if (decision.do === 'retry') {
      const nextTryAt = later(ports.now(), decision.delayMs)
      // The next pause doubles with each failure, and waiting is none.
      const attempts = held.intent.attempts + (decision.waits ? 0 : 1)
      await held.stepWith(db, { state: decision.state, nextTryAt, attempts, reason, facts }, note)
    } else if (decision.do === 'stop') await held.stepWith(db, { state: decision.state, reason, facts }, note)
    else {
      await held.stepWith(db, { state: 'refused', reason, facts }, note)
      changes.push(await ask(partner, db, { ...about, reason, facts, answers: decision.answers }))
    }
    changes.push(...(await showState(db, held)))
  })
  for (const change of changes) ports.publish(change)
  const down = decision.do === 'stop' || (decision.do === 'retry' && decision.baseDown)
  if (down) await connectionFailed(partner, { ...failureOf(decision), facts })
  return down ? 'down' : 'later'
}

/** A person's consent to another total outlives the failures after it. */
function acceptedOf({ facts }: StoredIntent): Facts {
  const accepted = facts['acceptedMinor']
  return accepted === undefined ? {} : { acceptedMinor: accepted }
}

const OUTCOME: Record<Decision['do'], string> = { retry: 'failed', ask: 'refused', stop: 'stopped' }
