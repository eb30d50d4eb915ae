/** Tickets of the panel, and the panels that were opened with them: only hashes are stored, and what has expired goes. */
import type { PanelNoun, PanelObject } from '../domain/panel.ts'
import type { Db } from './db.ts'

interface TicketRow {
  base_id: number
  who: string
  noun: PanelNoun
  foreign_key: string
}

export interface NewTicket {
  ticketHash: string
  object: PanelObject
  at: string
  expiresAt: string
}

export async function addTicket(db: Db, { ticketHash, object, at, expiresAt }: NewTicket): Promise<void> {
  await db('panel_tickets').insert({
    ticket_hash: ticketHash,
    base_id: object.base,
    who: object.who,
    noun: object.noun,
    foreign_key: object.key,
    issued_at: at,
    expires_at: expiresAt,
  })
}

/** Drops what has expired. @returns how many tickets and open panels of the base are left */
export async function liveTickets(db: Db, base: number, now: string): Promise<number> {
  await db('panel_tickets').where('expires_at', '<=', now).delete()
  const row = (await db('panel_tickets').where('base_id', base).count({ count: '*' }).first()) as {
    count: number | string
  }
  return Number(row.count)
}

export interface Taking {
  ticketHash: string
  tokenHash: string
  at: string
  /** Of the panel. */
  expiresAt: string
}

/** Whoever comes first opens the panel; of two at once the database lets one. @returns what it is for, null = not valid any more */
export async function takeTicket(
  db: Db,
  { ticketHash, tokenHash, at, expiresAt }: Taking,
): Promise<PanelObject | null> {
  const taken = await db('panel_tickets')
    .where({ ticket_hash: ticketHash, used_at: '' })
    .where('expires_at', '>', at)
    .update({ used_at: at, token_hash: tokenHash, expires_at: expiresAt })
  return taken === 1 ? objectOf(await db('panel_tickets').where('ticket_hash', ticketHash).first()) : null
}

/** Ends the panel of a ticket that somebody shows once more: of the two who had it, one has stolen it. @returns null for one never used */
export async function endPanelOfTicket(db: Db, ticketHash: string): Promise<PanelObject | null> {
  const ended = await db('panel_tickets')
    .where('ticket_hash', ticketHash)
    .whereNot('used_at', '')
    .update({ token_hash: '' })
  return ended === 1 ? objectOf(await db('panel_tickets').where('ticket_hash', ticketHash).first()) : null
}

/** The panel that a token opens, as long as its base has the panel switched on. */
export async function findPanel(db: Db, tokenHash: string, now: string): Promise<PanelObject | undefined> {
  const row: TicketRow | undefined = await db('panel_tickets')
    .join('bases', 'bases.id', 'panel_tickets.base_id')
    .where({ token_hash: tokenHash, 'bases.enabled': true })
    .whereNot('bases.panel_key', '')
    .where('expires_at', '>', now)
    .first('panel_tickets.*')
  return row && objectOf(row)
}

/** With another key, or none, nothing that was opened by the former one stays open. */
export async function dropTicketsOf(db: Db, base: number): Promise<void> {
  await db('panel_tickets').where('base_id', base).delete()
}

function objectOf({ base_id: base, who, noun, foreign_key: key }: TicketRow): PanelObject {
  return { base, who, noun, key }
}
