/** Line drawings of the section panel and the state badges, drawn with the colour of the text around them. */
import { Html } from './html.ts'

const PATHS = {
  ledger: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM9 9h6M9 13h6',
  invoices: 'M7 3h8l4 4v14H7zM15 3v4h4M10 12h6M10 16h6',
  receipts: 'M3 9l9-5 9 5M5 9v9M10 9v9M14 9v9M19 9v9M3 20h18',
  counterparties: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 4a4 4 0 0 1 0 7M19 21c0-3-1-5-3-6',
  contracts: 'M6 3h12v18H6zM9 8h6M9 12h6M9 17c2-2 3 2 6-1',
  products: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  posted: 'M4 12l5 5L20 6',
  draft: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  marked: 'M6 6l12 12M18 6L6 18',
  active: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
} as const

export type IconName = keyof typeof PATHS

export function icon(name: IconName): Html {
  return new Html(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`)
}

/** Icon of the browser tab: a page of a ledger. */
export const TAB_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#f2c230"/><path d="${PATHS.ledger}" fill="none" stroke="#3d3300" stroke-width="1.8"/></svg>`
