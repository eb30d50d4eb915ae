/** Opens the panel with a ticket, once, and recognises the open panel by its token from then on. */
import type { PanelObject } from '../domain/panel.ts'
import type { Viewer } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { NOBODY } from './context.ts'
import type { Context } from '../store/context.ts'
import { endPanelOfTicket, findPanel, takeTicket } from '../store/panel-tickets.ts'
import { hashToken, newToken } from './session-token.ts'

export interface OpenPanel {
  object: PanelObject
  /** For the memory of the page alone. */
  token: string
  /** UTC ISO text. */
  expiresAt: string
}

/** A panel is looked at while the document is, not all day. */
const PANEL_MS = 15 * 60_000

/** @throws Problem `panel.ticket-used` `panel.ticket-over` */
export async function openPanel(ctx: Context, ticket: string): Promise<OpenPanel> {
  const token = newToken()
  const at = ctx.now()
  const expiresAt = new Date(Date.parse(at) + PANEL_MS).toISOString()
  const taking = { ticketHash: hashToken(ticket), tokenHash: hashToken(token), at, expiresAt }
  const object = await ctx.transaction(async (tx) => {
    const taken = await takeTicket(tx.db, taking)
    if (taken) await note(tx, taken, 'open-panel')
    return taken
  })
  if (object) return { object, token, expiresAt }
  throw await whyNot(ctx, taking.ticketHash)
}

/** Its own transaction: what a second use ends stays ended, although the second use is refused. */
async function whyNot(ctx: Context, ticketHash: string): Promise<Problem> {
  const ended = await ctx.transaction(async (tx) => {
    const object = await endPanelOfTicket(tx.db, ticketHash)
    if (object) await note(tx, object, 'refuse-used-ticket')
    return object
  })
  return new Problem(ended ? 'panel.ticket-used' : 'panel.ticket-over')
}

function note(tx: Context, { noun, key, who }: PanelObject, action: string): Promise<void> {
  return audit({ ...tx, viewer: { ...tx.viewer, name: who } }, { action, subject: `${noun}:${key}`, facts: {} })
}

export interface RecognisedPanel {
  object: PanelObject
  /** Sees what an accountant sees, and does nothing. */
  viewer: Viewer
}

/** @throws Problem `panel.ended` for an unknown or ended token */
export async function recognisePanel(ctx: Context, token: string): Promise<RecognisedPanel> {
  const object = token === '' ? undefined : await findPanel(ctx.db, hashToken(token), ctx.now())
  if (!object) throw new Problem('panel.ended')
  return { object, viewer: { ...NOBODY, name: object.who, role: 'accountant' } }
}
