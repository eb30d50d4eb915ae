/** The table of screens: every address of the application, one line each. */
import { createRouter } from '@tanstack/react-router'
import { rootRoute } from './shell/root.tsx'
import { homeRoute } from './screens/home/route.ts'
import { clientsRoute } from './screens/clients/route.ts'
import { clientRoute } from './screens/client/route.ts'
import { boardRoute } from './screens/board/route.ts'
import { dealRoute } from './screens/deal/route.ts'
import { invoicesRoute } from './screens/invoices/route.ts'
import { invoiceRoute } from './screens/invoice/route.ts'
import { queueRoute } from './screens/queue/route.ts'
import { troublesRoute } from './screens/troubles/route.ts'
import { certificateRoute, reconciliationRoute } from './screens/reconciliation/route.ts'
import { clientHistoryRoute, counterpartyHistoryRoute, invoiceHistoryRoute } from './screens/history/route.ts'
import { integrationRoute, baseRoute } from './screens/integration/route.ts'
import { runRoute, runsRoute } from './screens/runs/route.ts'
import { actRoute, actsRoute } from './screens/acts/route.ts'

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    clientsRoute,
    clientRoute,
    boardRoute,
    dealRoute,
    invoicesRoute,
    invoiceRoute,
    clientHistoryRoute,
    counterpartyHistoryRoute,
    invoiceHistoryRoute,
    queueRoute,
    troublesRoute,
    reconciliationRoute,
    certificateRoute,
    integrationRoute,
    baseRoute,
    runsRoute,
    runRoute,
    actsRoute,
    actRoute,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
