/** What the accountant's panel may be opened for: one record of one base, looked at by one person of that base. */

export const PANEL_NOUNS = ['invoice', 'counterparty', 'bank-receipt'] as const

export type PanelNoun = (typeof PANEL_NOUNS)[number]

export interface PanelObject {
  /** Row id of the base. */
  base: number
  noun: PanelNoun
  /** Key of the record in its base, in lower case. */
  key: string
  /** Who looks at it, as the accounting program calls that person. */
  who: string
}
