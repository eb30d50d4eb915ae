/** Gives an accounting base a ticket with which one of its people may open the panel for one record, once and soon. */
import type { PanelNoun } from '../domain/panel.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import type { Context } from '../store/context.ts'
import { addTicket, liveTickets } from '../store/panel-tickets.ts'
import { baseByPanelKey, type Sealing } from './panel-key.ts'
import { hashToken, newToken } from './session-token.ts'

export interface IssueTicket {
  /** The key that the base shows. */
  shown: string
  /** User of the accounting program. */
  user: string
  noun: PanelNoun
  /** Key of the record in the base. */
  key: string
}

export interface Ticket {
  ticket: string
  /** UTC ISO text. */
  expiresAt: string
}

const TICKET_MS = 60_000
/** Tickets and open panels of one base at a time: fifty people who open a document every ten seconds have half of it. */
const MOST_TICKETS = 10_000
const RETRY_AFTER_SECONDS = 60

/** @throws Problem `panel.wrong-key` `panel.too-many` */
export async function issueTicket(ctx: Context, input: IssueTicket, sealing: Pick<Sealing, 'open'>): Promise<Ticket> {
  const base = await baseByPanelKey(ctx, input.shown, sealing)
  const ticket = newToken()
  const at = ctx.now()
  const expiresAt = new Date(Date.parse(at) + TICKET_MS).toISOString()
  const object = { base: base.rowId, noun: input.noun, key: input.key.toLowerCase(), who: input.user.trim() }
  await ctx.transaction(async (tx) => {
    if ((await liveTickets(tx.db, base.rowId, at)) >= MOST_TICKETS)
      throw new Problem('panel.too-many', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    await addTicket(tx.db, { ticketHash: hashToken(ticket), object, at, expiresAt })
    await audit(
      { ...tx, viewer: { ...tx.viewer, name: object.who } },
      { action: 'issue-ticket', subject: `${object.noun}:${object.key}`, facts: { base: base.name } },
    )
  })
  return { ticket, expiresAt }
}
