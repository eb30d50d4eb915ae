/** The panel inside the accounting program: its base asks for a ticket, its page opens with it and reads one record. */
import { issueTicket } from '../../actions/issue-ticket.ts'
import { openPanel, recognisePanel } from '../../actions/open-panel.ts'
import { panelContext } from '../../reports/panel.ts'
import * as Ask from '../contract/panel.ts'
import type { RouteTable } from '../route.ts'

type PanelRoute = 'POST /api/panel/tickets' | 'POST /api/panel/session' | 'GET /api/panel/context'

export const panelRoutes: RouteTable<PanelRoute> = {
  'POST /api/panel/tickets': {
    verb: null,
    opens: 'key of a base',
    body: Ask.issueTicket,
    status: 201,
    handle: (ctx, { body, bearer, unseal }) => issueTicket(ctx, { ...body, shown: bearer }, { open: unseal }),
  },
  'POST /api/panel/session': {
    verb: null,
    body: Ask.openPanel,
    status: 201,
    handle: async (ctx, { body }) => {
      const { object, token, expiresAt } = await openPanel(ctx, body.ticket)
      return { token, expiresAt, who: object.who }
    },
  },
  'GET /api/panel/context': {
    verb: null,
    opens: 'token of a panel',
    handle: async (ctx, { bearer }) => {
      const { object, viewer } = await recognisePanel(ctx, bearer)
      return panelContext({ ...ctx, viewer }, object)
    },
  },
}
