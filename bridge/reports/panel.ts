/** What does the CRM know of this record of accounting: its deal, what was agreed, what is paid, and why it is there? */
import type { PanelNoun, PanelObject } from '../domain/panel.ts'
import type { Asking, Row } from './asking.ts'
import type { PanelContext } from './panel-answers.ts'
import { panelCounterparty } from './panel-counterparty.ts'
import { panelInvoice } from './panel-invoice.ts'
import { panelReceipt } from './panel-receipt.ts'
import { number, text } from './rows.ts'

/** What one sort of record says beside what all of them say. */
export type PanelParts = Omit<PanelContext, 'noun' | 'at' | 'base' | 'known'>

const NOTHING: PanelParts = {
  title: '',
  client: '',
  deals: [],
  agreed: null,
  money: null,
  invoices: [],
  payments: [],
  changes: null,
  why: null,
}

const TABLES: Record<PanelNoun, string> = {
  invoice: 'invoices',
  counterparty: 'counterparties',
  'bank-receipt': 'payments',
}

const PARTS: Record<PanelNoun, (asking: Asking, id: string) => Promise<Partial<PanelParts>>> = {
  invoice: panelInvoice,
  counterparty: panelCounterparty,
  'bank-receipt': panelReceipt,
}

/** A record that the CRM has not read says so, and is no failure: a moment later it may be known. */
export async function panelContext(asking: Asking, object: PanelObject): Promise<PanelContext> {
  const { noun } = object
  const base = (await asking.db('bases').where('id', object.base).first('name')) as Row
  const shell = { noun, at: asking.now(), base: text(base, 'name') }
  const id = await idOf(asking, object)
  if (id === null) return { ...NOTHING, ...shell, known: false }
  return { ...NOTHING, ...(await PARTS[noun](asking, id)), ...shell, known: true }
}

/** Public id of our row that is linked with the record. */
async function idOf({ db }: Asking, { base, noun, key }: PanelObject): Promise<string | null> {
  const link = (await db('links').where({ base_id: base, noun, foreign_key: key }).first('our_id')) as Row | undefined
  if (!link) return null
  const row = (await db(TABLES[noun]).where('id', number(link, 'our_id')).first('uuid')) as Row | undefined
  return row ? text(row, 'uuid') : null
}
