/** What the panel inside the accounting program hears; apart from the other answers, because its page is built for old browsers. */
export type * from '../../reports/panel-answers.ts'

export interface Ticket {
  ticket: string
  expiresAt: string
}

/** `token` is for the memory of the page: it is sent as a bearer and kept nowhere. */
export interface OpenedPanel {
  token: string
  expiresAt: string
  /** User of the accounting program. */
  who: string
}
