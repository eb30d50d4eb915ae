/** The panel as the accounting program and its page use it: a key, a ticket for a record, a token, what is shown. */
import { expect } from 'vitest'
import { givePanelKey } from '../bridge/actions/panel-key.ts'
import { contextFor } from '../bridge/cli/web.ts'
import type { PanelContext } from '../bridge/http/contract/panel-answers.ts'
import type { World } from './world.ts'

export interface Wanted {
  noun: 'invoice' | 'counterparty' | 'bank-receipt'
  key: string
  user?: string
}

export interface Host {
  key: string
  ticket(wanted: Wanted): Promise<string>
  open(ticket: string): Promise<Response>
  look(token: string): Promise<Response>
  /** All of it: what a person of the base sees. */
  shown(wanted: Wanted): Promise<PanelContext>
}

/** The accounting base of a world, with a key of its own. */
export async function panelHost({ bridge, web }: Pick<World, 'bridge' | 'web'>): Promise<Host> {
  const key = await givePanelKey(contextFor(bridge, bridge.robot), 'buh', bridge.vault)
  const send = (path: string, bearer: string, body?: object) =>
    fetch(`${web.url}/api/panel/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const host: Host = {
    key,
    ticket: async ({ user = 'Кузнецова', ...object }) => {
      const answer = await send('tickets', key, { user, ...object })
      expect(answer.status).toBe(201)
      return ((await answer.json()) as { ticket: string }).ticket
    },
    open: (ticket) => send('session', '', { ticket }),
    look: (token) => send('context', token),
    shown: async (wanted) => {
      const opened = (await (await host.open(await host.ticket(wanted))).json()) as { token: string }
      const answer = await host.look(opened.token)
      expect(answer.status).toBe(200)
      return (await answer.json()) as PanelContext
    },
  }
  return host
}
