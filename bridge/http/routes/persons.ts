/** Personal data of natural persons: what is kept, consents, export, erasure, and the acts of destruction. */
import { erasePerson } from '../../actions/erase-person.ts'
import { exportPerson } from '../../actions/export-person.ts'
import { noteConsent } from '../../actions/note-consent.ts'
import { previewErasure } from '../../actions/preview-erasure.ts'
import { act, acts } from '../../reports/acts.ts'
import { clientPersons } from '../../reports/client-persons.ts'
import * as Ask from '../contract/person-requests.ts'
import type { RouteTable } from '../route.ts'

type PersonRoute =
  | 'GET /api/clients/:id/persons'
  | 'POST /api/persons/:id/consents'
  | 'POST /api/persons/:id/export'
  | 'GET /api/persons/:id/erasure'
  | 'POST /api/persons/:id/erase'
  | 'GET /api/acts'
  | 'GET /api/acts/:id'

export const personRoutes: RouteTable<PersonRoute> = {
  'GET /api/clients/:id/persons': {
    verb: 'see-clients',
    handle: (ctx, { id }) => clientPersons(ctx, id),
  },
  'POST /api/persons/:id/consents': {
    verb: 'note-consent',
    body: Ask.noteConsent,
    status: 201,
    handle: async (ctx, { id, body }) => {
      await noteConsent(ctx, id, body)
      return { id }
    },
    tell: ({ id }) => [{ what: 'client', id }],
  },
  'POST /api/persons/:id/export': {
    verb: 'export-person',
    handle: (ctx, { id }) => exportPerson(ctx, id),
  },
  'GET /api/persons/:id/erasure': {
    verb: 'erase-person',
    handle: (ctx, { id }) => previewErasure(ctx, id),
  },
  'POST /api/persons/:id/erase': {
    verb: 'erase-person',
    body: Ask.erasePerson,
    status: 201,
    handle: async (ctx, { id, body }) => act(ctx, (await erasePerson(ctx, id, body)).id),
    tell: ({ personId }) => [{ what: 'client', id: personId }],
  },
  'GET /api/acts': {
    verb: 'see-acts',
    handle: (ctx) => acts(ctx),
  },
  'GET /api/acts/:id': {
    verb: 'see-acts',
    handle: (ctx, { id }) => act(ctx, id),
  },
}
