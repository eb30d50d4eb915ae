/** A person answers a trouble; each answer does what its button says, then the trouble is closed. */
import { allow } from '../domain/allow.ts'
import { notFound, Problem } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { closeTrouble, findTrouble } from '../store/troubles.ts'
import { acceptChange } from './accept-change.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { resumeBase } from './resume-base.ts'
import { retryInvoice } from './retry-invoice.ts'
import { retryRequest } from './retry-request.ts'
import { startAnew } from './start-anew.ts'

export interface AnswerTrouble {
  troubleId: string
  answer: string
}

type Deed = (ctx: Context, trouble: Trouble) => Promise<unknown>

const DEEDS: Record<string, Deed> = {
  retry: (ctx, { subject }) =>
    subject?.noun === 'invoice' ? retryInvoice(ctx, { invoiceId: subject.id }) : retryRequest(ctx, subject),
  accept: (ctx, { subject }) =>
    subject?.noun === 'invoice'
      ? retryInvoice(ctx, { invoiceId: subject.id, acceptTotals: true })
      : retryRequest(ctx, subject, true),
  'accept-change': (ctx, { subject }) => acceptChange(ctx, { invoiceId: subject?.id ?? '', takeIntoDeal: false }),
  cancel: (ctx, { subject }) => cancelInvoice(ctx, { invoiceId: subject?.id ?? '' }),
  resume: (ctx, { subject }) => resumeBase(ctx, { baseId: subject?.id ?? '' }),
  'start-anew': (ctx, { subject }) => startAnew(ctx, { baseId: subject?.id ?? '' }),
  seen: () => Promise.resolve(),
}

/** @throws Problem `trouble.not-found` `access.denied` `trouble.wrong-answer` `trouble.answered`, and those of the deed */
export async function answerTrouble(ctx: Context, input: AnswerTrouble): Promise<Trouble> {
  return ctx.transaction(async (tx) => {
    const trouble = await findTrouble(tx.db, input.troubleId)
    if (!trouble) throw notFound('trouble')
    allow(tx.viewer, 'answer-trouble')
    const deed = DEEDS[input.answer]
    if (!deed || !trouble.answers.includes(input.answer)) throw new Problem('trouble.wrong-answer', {}, 'answer')
    if (trouble.state === 'answered') throw new Problem('trouble.answered', { by: trouble.answeredBy })
    await deed(tx, trouble)
    const facts = { code: trouble.code, answer: input.answer }
    await audit(tx, { action: 'answer-trouble', subject: `trouble:${trouble.id}`, facts })
    await closeTrouble(tx.db, trouble.id, { who: tx.viewer.name, at: tx.now() })
    return (await findTrouble(tx.db, trouble.id)) ?? trouble
  })
}
