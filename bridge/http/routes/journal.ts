/** Runs and the journal: what a base has said, line by line, and taking a run back. */
import { rollBackRun } from '../../actions/roll-back-run.ts'
import { rollbackPreview } from '../../reports/rollback-preview.ts'
import { runPage } from '../../reports/run-page.ts'
import { runLine, runs } from '../../reports/runs.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type JournalRoute = 'GET /api/runs' | 'GET /api/runs/:id' | 'GET /api/runs/:id/rollback' | 'POST /api/runs/:id/rollback'

export const journalRoutes: RouteTable<JournalRoute> = {
  'GET /api/runs': {
    verb: 'see-journal',
    query: Ask.listRuns,
    handle: (ctx, { query }) => runs(ctx, query),
  },
  'GET /api/runs/:id': {
    verb: 'see-journal',
    query: Ask.runLines,
    handle: (ctx, { id, query }) => runPage(ctx, id, query),
  },
  'GET /api/runs/:id/rollback': {
    verb: 'roll-back',
    handle: (ctx, { id }) => rollbackPreview(ctx, id),
  },
  'POST /api/runs/:id/rollback': {
    verb: 'roll-back',
    handle: async (ctx, { id }) => runLine(ctx, (await rollBackRun(ctx, { runId: id })).id),
    // The base is told, so that whoever works for it looks at once.
    tell: ({ id, baseId }) => [
      { what: 'run', id },
      { what: 'base', id: baseId },
    ],
  },
}
