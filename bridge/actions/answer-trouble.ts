/** A person answers a trouble; each answer does what its button says, then the trouble is closed. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
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
  return ctx.transaction(async (tx) => {
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
  })
}
