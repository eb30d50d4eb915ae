/** Fields of accounting that people edit here, and what they decide when both sides have changed one. */
import { answerConflicts } from '../../actions/answer-conflicts.ts'
import { changeCounterparty } from '../../actions/change-counterparty.ts'
import { conflicts } from '../../reports/conflicts.ts'
import { counterpartyForm } from '../../reports/counterparty-form.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type ConflictRoute =
  | 'GET /api/counterparties/:id/form'
  | 'PATCH /api/counterparties/:id'
  | 'GET /api/conflicts'
  | 'POST /api/conflicts/answer'

export const conflictRoutes: RouteTable<ConflictRoute> = {
  'GET /api/counterparties/:id/form': {
    verb: 'see-clients',
    handle: (ctx, { id }) => counterpartyForm(ctx, id),
  },
  'PATCH /api/counterparties/:id': {
    verb: 'change-counterparty',
    body: Ask.changeCounterparty,
    handle: async (ctx, { id, body }) => {
      await changeCounterparty(ctx, id, body)
      return counterpartyForm(ctx, id)
    },
    // The queue is told, so that the request leaves at once.
    tell: ({ id }) => [
      { what: 'client', id },
      { what: 'queue', id },
    ],
  },
  'GET /api/conflicts': {
    verb: 'see-conflicts',
    handle: (ctx) => conflicts(ctx),
  },
  'POST /api/conflicts/answer': {
    verb: 'answer-conflict',
    body: Ask.answerConflicts,
    handle: async (ctx, { body }) => {
      await answerConflicts(ctx, body)
      return conflicts(ctx)
    },
    tell: (_answer, { body }) =>
      body.conflicts.flatMap(({ id }) => [
        { what: 'trouble' as const, id },
        { what: 'queue' as const, id },
      ]),
  },
}
