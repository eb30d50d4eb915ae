/** Keeps what the base answered to a write of ours. */
import type { Foreign } from '../../connectors/connector.ts'
import type { IntentState } from '../domain/sync.ts'
import { wakeWaiting } from '../store/intents.ts'
import { coupleRow } from '../store/links.ts'
import type { Held } from './hold.ts'
import type { Partner } from './partner.ts'
import { settleQuestions } from './questions.ts'
import { receive } from './receive.ts'
import { showState } from './show-state.ts'

export interface Kept {
  foreign: Foreign
  state: IntentState
  /** Version that was read before our write. */
  before?: string
}

/** The base's answer is the truth: it goes the way of everything that arrives, together with the step of the intent. */
export async function keep(partner: Partner, held: Held, { foreign, state, before }: Kept): Promise<void> {
  const { authorName: author, noun } = held.intent
  // A base that gives keys of its own: its key is stored at once, so that the record is known as ours from now on.
  if (foreign.key !== held.intent.foreignKey) await held.step({ foreignKey: foreign.key })
  await receive(partner, [foreign], {
    run: 0,
    author,
    own: true,
    ...(before !== undefined && { before }),
    together: (ctx) =>
      held.stepWith(
        ctx.db,
        { state, reason: '', attempts: 0, ...(state === 'done' && { facts: {} }) },
        { outcome: state === 'done' && noun === 'invoice' ? 'posted' : 'stored', body: {} },
      ),
  })
  partner.ports.publish({ what: 'queue', id: held.intent.id })
}

/**
 * The base holds a record of ours from now on. An invoice goes on to being posted, and what the base then says of it is kept
 * whole; until then its key is enough. Everything else is done when it is stored.
 */
export async function keepStored(partner: Partner, held: Held, foreign: Foreign): Promise<void> {
  if (held.intent.noun === 'invoice') return keepDraft(partner, held, foreign)
  await keep(partner, held, { foreign, state: 'done' })
  await letOthersGoOn(partner, held)
}

async function keepDraft({ ports, base }: Partner, held: Held, foreign: Foreign): Promise<void> {
  const { noun, subjectRowId: ourId } = held.intent
  const renamed = foreign.key !== held.intent.foreignKey && { foreignKey: foreign.key }
  const step = { state: 'posting' as const, attempts: 0, reason: '', ...renamed }
  const changes = await ports.database.transaction(async (db) => {
    await coupleRow(db, base.rowId, { noun, ourId, foreignKey: foreign.key })
    await held.stepWith(db, step, { outcome: 'stored', body: foreign.fields })
    return showState(db, held)
  })
  held.answered = foreign
  for (const change of [...changes, { what: 'queue' as const, id: held.intent.id }]) ports.publish(change)
}

/** After a stop between two steps: only invoices are posted. */
export async function afterWriting(partner: Partner, held: Held): Promise<void> {
  if (held.intent.noun === 'invoice') return held.step({ state: 'posting' })
  await held.step({ state: 'done', reason: '', facts: {} }, { outcome: 'stored', body: {} })
  await letOthersGoOn(partner, held)
}

async function letOthersGoOn(partner: Partner, { intent }: Held): Promise<void> {
  await settleQuestions(partner, intent)
  await wakeWaiting(partner.ports.database.db, partner.base.rowId, partner.ports.now())
}
