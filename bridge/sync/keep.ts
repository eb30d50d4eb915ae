/** Keeps what the base answered to a write of ours. */
import type { Foreign } from '../../connectors/connector.ts'
import type { IntentState } from '../domain/sync.ts'
import { wakeWaiting } from '../store/intents.ts'
import { userName } from '../store/user-names.ts'
import type { Held } from './hold.ts'
import type { Partner } from './partner.ts'
import { settleQuestions } from './questions.ts'
import { receive } from './receive.ts'

export interface Kept {
  foreign: Foreign
  state: IntentState
}

/** The base's answer is the truth: it goes the way of everything that arrives, together with the step of the intent. */
export async function keep(partner: Partner, held: Held, { foreign, state }: Kept): Promise<void> {
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

/** Only invoices are posted; everything else is done when it is stored. */
export async function afterWriting(partner: Partner, held: Held): Promise<void> {
  if (held.intent.noun === 'invoice') return held.step({ state: 'posting' })
  await held.step({ state: 'done', reason: '', facts: {} }, { outcome: 'stored', body: {} })
  await settleQuestions(partner, held.intent)
  await wakeWaiting(partner.ports.database.db, partner.base.rowId, partner.ports.now())
}
