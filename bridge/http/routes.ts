/** The whole API in one table; the rows stand by noun in `routes/`. */
import type { RouteTable } from './route.ts'
import { asOfRoutes } from './routes/as-of.ts'
import { baseRoutes } from './routes/bases.ts'
import { billingRoutes } from './routes/billing.ts'
import { clientRoutes } from './routes/clients.ts'
import { conflictRoutes } from './routes/conflicts.ts'
import { dealRoutes } from './routes/deals.ts'
import { invoiceRoutes } from './routes/invoices.ts'
import { journalRoutes } from './routes/journal.ts'
import { panelRoutes } from './routes/panel.ts'
import { peopleRoutes } from './routes/people.ts'
import { personRoutes } from './routes/persons.ts'
import { reconciliationRoutes } from './routes/reconciliation.ts'
import { whyRoutes } from './routes/why.ts'

export const routes: RouteTable = {
  ...peopleRoutes,
  ...clientRoutes,
  ...conflictRoutes,
  ...dealRoutes,
  ...billingRoutes,
  ...invoiceRoutes,
  ...baseRoutes,
  ...personRoutes,
  ...reconciliationRoutes,
  ...journalRoutes,
  ...whyRoutes,
  ...asOfRoutes,
  ...panelRoutes,
}
