/** Clients, their people, their legal entities, and what can be chosen in forms. */
import { addCounterparty } from '../../actions/add-counterparty.ts'
import { changeClient } from '../../actions/change-client.ts'
import { createClient } from '../../actions/create-client.ts'
import { addContact, changeContact } from '../../actions/save-contact.ts'
import { client, clientCard } from '../../reports/client-card.ts'
import { clientList } from '../../reports/client-list.ts'
import { contact } from '../../reports/contact.ts'
import { counterparty } from '../../reports/counterparty.ts'
import { counterpartyList, organisationList, productList } from '../../reports/references.ts'
import * as Ask from '../contract/requests.ts'
import type { ChangeEvent } from '../contract.ts'
import type { RouteTable } from '../route.ts'

type ClientRoute =
  | 'GET /api/clients'
  | 'POST /api/clients'
  | 'GET /api/clients/:id'
  | 'PATCH /api/clients/:id'
  | 'POST /api/clients/:id/contacts'
  | 'PATCH /api/contacts/:id'
  | 'POST /api/clients/:id/counterparties'
  | 'GET /api/counterparties'
  | 'GET /api/products'
  | 'GET /api/organisations'

export const clientRoutes: RouteTable<ClientRoute> = {
  'GET /api/clients': {
    verb: 'see-clients',
    query: Ask.listClients,
    handle: (ctx, { query }) => clientList(ctx, query),
  },
  'POST /api/clients': {
    verb: 'create-client',
    body: Ask.createClient,
    status: 201,
    handle: async (ctx, { body }) => client(ctx, await createClient(ctx, body)),
    tell: ({ id }) => changed(id),
  },
  'GET /api/clients/:id': {
    verb: 'see-clients',
    handle: (ctx, { id }) => clientCard(ctx, id),
  },
  'PATCH /api/clients/:id': {
    verb: 'change-client',
    body: Ask.changeClient,
    handle: async (ctx, { id, body }) => {
      await changeClient(ctx, id, body)
      return client(ctx, id)
    },
    tell: ({ id }) => changed(id),
  },
  'POST /api/clients/:id/contacts': {
    verb: 'change-client',
    body: Ask.saveContact,
    status: 201,
    handle: async (ctx, { id, body }) => contact(ctx, await addContact(ctx, id, body)),
    tell: ({ clientId }) => changed(clientId),
  },
  'PATCH /api/contacts/:id': {
    verb: 'change-client',
    body: Ask.saveContact,
    handle: async (ctx, { id, body }) => {
      await changeContact(ctx, id, body)
      return contact(ctx, id)
    },
    tell: ({ clientId }) => changed(clientId),
  },
  'POST /api/clients/:id/counterparties': {
    verb: 'tie-counterparty',
    body: Ask.addCounterparty,
    status: 201,
    handle: async (ctx, { id, body }) => counterparty(ctx, await addCounterparty(ctx, id, body)),
    tell: (_answer, { id }) => changed(id),
  },
  'GET /api/counterparties': {
    verb: 'see-clients',
    query: Ask.search,
    handle: (ctx, { query }) => counterpartyList(ctx, query),
  },
  'GET /api/products': {
    verb: 'see-references',
    query: Ask.search,
    handle: (ctx, { query }) => productList(ctx, query),
  },
  'GET /api/organisations': {
    verb: 'see-references',
    handle: (ctx) => organisationList(ctx),
  },
}

function changed(id: string): ChangeEvent[] {
  return [{ what: 'client', id }]
}
