/** Questions about a request that a person must answer, and how they go away by themselves. */
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import type { StoredIntent } from '../store/intents.ts'
import { raiseTrouble, settleTroubles } from '../store/troubles.ts'
import type { Partner } from './partner.ts'
import type { Change } from './ports.ts'

export interface Question {
  noun: Noun
  id: number
  reason: string
  facts: Facts
  answers: string[]
}

/** Puts a question to people, once per record and cause. */
export async function ask(partner: Partner, db: Db, question: Question): Promise<Change> {
  const row = await subjectOf(db, question.noun, question.id)
  const id = await raiseTrouble(db, {
    baseRowId: partner.base.rowId,
    code: question.reason,
    facts: { ...question.facts, title: row.title },
    noun: question.noun,
    subject: row.uuid,
    answers: answersFor(question),
    at: partner.ports.now(),
  })
  return { what: 'trouble', id }
}

/** Public id and a name for people. */
async function subjectOf(db: Db, noun: Noun, id: number): Promise<{ uuid: string; title: string }> {
  const table = TABLES[noun] ?? 'invoices'
  const row: { uuid: string; name?: string; number?: string } | undefined = await db(table).where('id', id).first()
  return { uuid: row?.uuid ?? '', title: row?.name ?? row?.number ?? '' }
}

const TABLES: Partial<Record<Noun, string>> = { counterparty: 'counterparties', contract: 'contracts' }

/** Only an invoice is withdrawn here; a counterparty or contract goes with the documents that name it, and is withdrawn in the queue. */
function answersFor({ noun, answers }: Question): string[] {
  return noun === 'invoice' ? answers : answers.filter((answer) => answer !== 'cancel')
}

/** Whether a person still has to say which record of the base it is: a new one must not be sent meanwhile. */
export async function isWhichOneOpen({ ports }: Partner, { noun, subjectRowId }: StoredIntent): Promise<boolean> {
  if (noun !== 'counterparty') return false
  const { db } = ports.database
  const { uuid } = await subjectOf(db, noun, subjectRowId)
  const open = { noun, subject: uuid, code: 'counterparty.candidates', state: 'open' }
  return (await db('troubles').where(open).first('id')) !== undefined
}

/** What was asked about a request is answered by its success. */
export async function settleQuestions({ ports }: Partner, intent: StoredIntent): Promise<void> {
  const { db } = ports.database
  const { uuid } = await subjectOf(db, intent.noun, intent.subjectRowId)
  await settleTroubles(db, { noun: intent.noun, subject: uuid }, { who: ports.robot.name, at: ports.now() })
}
