/** Reconciliation: certificates that both sides agree, and what is done about differences. */
import { askReconciliation } from '../../actions/ask-reconciliation.ts'
import { mendAllDifferences } from '../../actions/mend-all-differences.ts'
import { mendDifference } from '../../actions/mend-difference.ts'
import { signCertificate } from '../../actions/sign-certificate.ts'
import { certificate, certificateLine } from '../../reports/certificate.ts'
import { certificates } from '../../reports/certificates.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'

type ReconciliationRoute =
  | 'GET /api/certificates'
  | 'GET /api/certificates/:id'
  | 'POST /api/bases/:id/certificates'
  | 'POST /api/certificates/:id/sign'
  | 'POST /api/certificates/:id/read-again'
  | 'POST /api/differences/:id/read-again'

export const reconciliationRoutes: RouteTable<ReconciliationRoute> = {
  'GET /api/certificates': {
    verb: 'see-reconciliation',
    query: Ask.listCertificates,
    handle: (ctx, { query }) => certificates(ctx, query),
  },
  'GET /api/certificates/:id': {
    verb: 'see-reconciliation',
    handle: (ctx, { id }) => certificate(ctx, id),
  },
  'POST /api/bases/:id/certificates': {
    verb: 'reconcile',
    handle: async (ctx, { id }) => certificateLine(ctx, (await askReconciliation(ctx, { baseId: id })).id),
    // The base is told, so that its reader looks at once.
    tell: ({ id, baseId }) => [
      { what: 'certificate', id },
      { what: 'base', id: baseId },
    ],
  },
  'POST /api/certificates/:id/sign': {
    verb: 'sign-certificate',
    handle: async (ctx, { id }) => certificateLine(ctx, (await signCertificate(ctx, { certificateId: id })).id),
    tell: ({ id }) => [{ what: 'certificate', id }],
  },
  'POST /api/certificates/:id/read-again': {
    verb: 'mend-difference',
    handle: async (ctx, { id }) => certificate(ctx, (await mendAllDifferences(ctx, { certificateId: id })).id),
    tell: ({ id, baseId }) => [
      { what: 'certificate', id },
      { what: 'base', id: baseId },
    ],
  },
  'POST /api/differences/:id/read-again': {
    verb: 'mend-difference',
    handle: async (ctx, { id }) => certificate(ctx, (await mendDifference(ctx, { differenceId: id })).certificateId),
    tell: ({ id, baseId }) => [
      { what: 'certificate', id },
      { what: 'base', id: baseId },
    ],
  },
}
