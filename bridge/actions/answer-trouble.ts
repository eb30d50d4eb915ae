/** A person answers a trouble, or several of one sort; each answer does what its button says, then the trouble is closed. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { ANSWERS_TOGETHER, type Trouble } from '../domain/sync.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { closeTrouble, findTrouble } from '../store/troubles.ts'
import type { Pick } from './pick-candidate.ts'
import { TROUBLE_DEEDS } from './trouble-deeds.ts'

export interface AnswerTrouble {
  troubleId: string
  answer: string
  /** Of several records, the one that counts, and those that are the same legal entity. */
  pick?: Pick
}

/** @throws Problem `trouble.not-found` `access.denied` `trouble.wrong-answer` `trouble.answered`, and those of the deed */
export async function answerTrouble(ctx: Context, input: AnswerTrouble): Promise<Trouble> {
  return ctx.transaction((tx) => answerOne(tx, input))
}

/**
 * One answer for all of them, e.g. after the month was opened again: all or none.
 * @throws Problem those of `answerTrouble`, `trouble.one-by-one` `trouble.not-of-one-sort`
 */
export async function answerTroubles(ctx: Context, input: { troubleIds: string[]; answer: string }): Promise<void> {
  const { troubleIds, answer } = input
  allow(ctx.viewer, 'answer-trouble')
  if (!ANSWERS_TOGETHER.includes(answer)) throw new Problem('trouble.one-by-one', {}, 'answer')
  await ctx.transaction(async (tx) => {
    const codes = new Set<string>()
    for (const troubleId of new Set(troubleIds)) codes.add((await answerOne(tx, { troubleId, answer })).code)
    if (codes.size > 1) throw new Problem('trouble.not-of-one-sort', {}, 'troubles')
  })
}

async function answerOne(tx: Context, input: AnswerTrouble): Promise<Trouble> {
  const trouble = await findTrouble(tx.db, input.troubleId)
  if (!trouble) throw notFound('trouble')
  allow(tx.viewer, 'answer-trouble')
  const deed = TROUBLE_DEEDS[input.answer]
  if (!deed || !trouble.answers.includes(input.answer)) throw new Problem('trouble.wrong-answer', {}, 'answer')
  if (trouble.state === 'answered') throw new Problem('trouble.answered', { by: trouble.answeredBy })
  await deed(tx, trouble, input.pick ?? {})
  const { choice = '', aliases = [] } = input.pick ?? {}
  const picked = input.answer === 'pick' && { choice, aliases: aliases.join(' ') }
  const facts = { code: trouble.code, answer: input.answer, ...picked }
  await audit(tx, { action: 'answer-trouble', subject: `trouble:${trouble.id}`, facts })
  await closeTrouble(tx.db, trouble.id, { who: tx.viewer.name, at: tx.now() })
  return (await findTrouble(tx.db, trouble.id)) ?? trouble
}
