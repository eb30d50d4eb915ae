/** Accounting bases, their health, and the troubles that people decide. */
import { answerTrouble, answerTroubles } from '../../actions/answer-trouble.ts'
import { nudgeBase } from '../../actions/nudge-base.ts'
import { resumeBase } from '../../actions/resume-base.ts'
import { baseLine, basePage } from '../../reports/base-page.ts'
import { bases } from '../../reports/bases.ts'
import { trouble, troubles } from '../../reports/troubles.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type BaseRoute =
  | 'GET /api/troubles'
  | 'POST /api/troubles/answer'
  | 'POST /api/troubles/:id/answer'
  | 'GET /api/bases'
  | 'GET /api/bases/:id'
  | 'POST /api/bases/:id/sync'
  | 'POST /api/bases/:id/resume'

export const baseRoutes: RouteTable<BaseRoute> = {
  'GET /api/troubles': {
    verb: 'see-troubles',
    query: Ask.troublesOf,
    handle: (ctx, { query }) => troubles(ctx, query),
  },
  'POST /api/troubles/answer': {
    verb: 'answer-trouble',
    body: Ask.answerTroubles,
    handle: async (ctx, { body }) => {
      await answerTroubles(ctx, { troubleIds: body.troubles, answer: body.answer })
      return troubles(ctx, { state: 'open' })
    },
    tell: (_answer, { body }) =>
      body.troubles.flatMap((id) => [
        { what: 'trouble' as const, id },
        { what: 'queue' as const, id },
      ]),
  },
  'POST /api/troubles/:id/answer': {
    verb: 'answer-trouble',
    body: Ask.answerTrouble,
    handle: async (ctx, { id, body }) => {
      const { answer, ...pick } = body
      await answerTrouble(ctx, { troubleId: id, answer, pick })
      return trouble(ctx, id)
    },
    // What waited for the answer goes on at once.
    tell: ({ id }) => [
      { what: 'trouble', id },
      { what: 'queue', id },
    ],
  },
  'GET /api/bases': {
    verb: 'see-queue',
    handle: (ctx) => bases(ctx),
  },
  'GET /api/bases/:id': {
    verb: 'see-integration',
    handle: (ctx, { id }) => basePage(ctx, id),
  },
  'POST /api/bases/:id/sync': {
    verb: 'manage-integration',
    handle: async (ctx, { id }) => {
      await nudgeBase(ctx, { baseId: id })
      return baseLine(ctx, id)
    },
    tell: ({ id }) => [{ what: 'base', id }],
  },
  'POST /api/bases/:id/resume': {
    verb: 'manage-integration',
    handle: async (ctx, { id }) => {
      await resumeBase(ctx, { baseId: id })
      return baseLine(ctx, id)
    },
    tell: ({ id }) => [{ what: 'base', id }],
  },
}
