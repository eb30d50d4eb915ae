/** Cycles, the board, and deals. */
import { changeDeal } from '../../actions/change-deal.ts'
import { moveStage } from '../../actions/move-stage.ts'
import { openDeal } from '../../actions/open-deal.ts'
import { saveLines } from '../../actions/save-lines.ts'
import { board } from '../../reports/board.ts'
import { dealCard } from '../../reports/deal-card.ts'
import { deal } from '../../reports/deal.ts'
import { cycleList } from '../../reports/references.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type DealRoute =
  | 'GET /api/cycles'
  | 'GET /api/board'
  | 'POST /api/clients/:id/deals'
  | 'GET /api/deals/:id'
  | 'PATCH /api/deals/:id'
  | 'PUT /api/deals/:id/lines'
  | 'POST /api/deals/:id/stage'

export const dealRoutes: RouteTable<DealRoute> = {
  'GET /api/cycles': {
    verb: 'see-references',
    handle: (ctx) => cycleList(ctx),
  },
  'GET /api/board': {
    verb: 'see-deals',
    query: Ask.boardOf,
    handle: (ctx, { query }) => board(ctx, query),
  },
  'POST /api/clients/:id/deals': {
    verb: 'open-deal',
    body: Ask.openDeal,
    status: 201,
    handle: async (ctx, { id, body }) => deal(ctx, await openDeal(ctx, id, body)),
    tell: ({ id, clientId }) => [
      { what: 'deal', id },
      { what: 'client', id: clientId },
    ],
  },
  'GET /api/deals/:id': {
    verb: 'see-deals',
    handle: (ctx, { id }) => dealCard(ctx, id),
  },
  'PATCH /api/deals/:id': {
    verb: 'change-deal',
    body: Ask.changeDeal,
    handle: async (ctx, { id, body }) => {
      await changeDeal(ctx, id, body)
      return deal(ctx, id)
    },
    tell: ({ id }) => [{ what: 'deal', id }],
  },
  'PUT /api/deals/:id/lines': {
    verb: 'change-deal',
    body: Ask.saveLines,
    handle: async (ctx, { id, body }) => {
      await saveLines(ctx, id, body)
      return dealCard(ctx, id)
    },
    tell: (_answer, { id }) => [{ what: 'deal', id }],
  },
  'POST /api/deals/:id/stage': {
    verb: 'change-deal',
    body: Ask.moveStage,
    handle: async (ctx, { id, body }) => {
      await moveStage(ctx, id, body)
      return deal(ctx, id)
    },
    tell: ({ id }) => [{ what: 'deal', id }],
  },
}
