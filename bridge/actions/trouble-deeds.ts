/** What each answer to a trouble does. */
import type { Trouble } from '../domain/sync.ts'
import { acceptChange } from './accept-change.ts'
import type { Context } from './context.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { decideMark } from './decide-mark.ts'
import { pickCandidate, type Pick } from './pick-candidate.ts'
import { resumeBase } from './resume-base.ts'
import { retryInvoice } from './retry-invoice.ts'
import { retryRequest } from './retry-request.ts'
import { startAnew } from './start-anew.ts'

type Deed = (ctx: Context, trouble: Trouble, pick: Pick) => Promise<unknown>

export const TROUBLE_DEEDS: Record<string, Deed> = {
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
  pick: (ctx, { subject }, pick) => pickCandidate(ctx, subject, pick),
  mark: (ctx, { subject }) => decideMark(ctx, subject, false),
  'keep-in-use': (ctx, { subject }) => decideMark(ctx, subject, true),
  own: () => Promise.resolve(),
  seen: () => Promise.resolve(),
}
