/** An accountant who enters receipts in the base while the bridge beside it dies and rises, and what must have become of each of them. */
import type { Db } from '../../../bridge/store/db.ts'
import type { Dice } from '../aids/dice.ts'
import { AUTHORIZATION, documentsIn, type Marked } from './ledger.ts'

const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'

export interface Receipt {
  key: string
  invoiceKey: string
  /** Kopecks. */
  minor: number
}

export interface Payer {
  receipts: Receipt[]
  /** Pays a part of one of our invoices, or too much of it; nothing while the base holds none. */
  pay(dice: Dice): Promise<void>
}

export function payerAt(baseUrl: string): Payer {
  const receipts: Receipt[] = []
  return {
    receipts,
    pay: async (dice) => {
      const posted = (await documentsIn(baseUrl)).filter((one) => one.posted)
      const invoice = posted[dice.below(posted.length)]
      if (!invoice) return
      const minor = 1 + dice.below(invoice.totalMinor)
      const { Ref_Key: key } = await post(`${baseUrl}/${encodeURIComponent(RECEIPTS)}`, bodyOf(invoice, minor))
      await post(`${baseUrl}/${encodeURIComponent(RECEIPTS)}(guid'${String(key)}')/Post`, {})
      receipts.push({ key: String(key), invoiceKey: invoice.key, minor })
    },
  }
}

function bodyOf({ key, fields }: Marked, minor: number): object {
  const sum = minor / 100
  return {
    Date: fields['Date'],
    ВидОперации: 'ОплатаПокупателя',
    Организация_Key: fields['Организация_Key'],
    Контрагент: fields['Контрагент_Key'],
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    СуммаДокумента: sum,
    РасшифровкаПлатежа: [{ LineNumber: '1', СуммаПлатежа: sum, СуммаВзаиморасчетов: sum, СчетНаОплату_Key: key }],
  }
}

/** @throws Error with what the base says */
async function post(address: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${address}?$format=json`, {
    method: 'POST',
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`the base takes no receipt: ${answer.status} ${text.slice(0, 300)}`)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** How many of the receipts have been read. */
export async function readSoFar(db: Db, receipts: Receipt[]): Promise<number> {
  const rows = await linksOf(db)
  return receipts.filter(({ key }) => rows.some((row) => row.key === key)).length
}

interface LinkRow {
  key: string
  payment: number
  amount: number | string
}

async function linksOf(db: Db): Promise<LinkRow[]> {
  return (await db('links')
    .join('payments', 'payments.id', 'links.our_id')
    .where({ 'links.noun': 'bank-receipt', 'links.gone': false })
    .select('links.foreign_key as key', 'payments.id as payment', 'payments.amount_minor as amount')) as LinkRow[]
}

/** Payments of receipts that the base does not hold any more, or never did. */
export async function paymentsOfNothing(db: Db): Promise<string[]> {
  const rows = (await db('payments')
    .whereNotExists(
      db('links')
        .whereRaw('links.our_id = payments.id')
        .whereIn('links.noun', ['bank-receipt', 'cash-receipt'])
        .where('links.gone', false),
    )
    .select('uuid')) as { uuid: string }[]
  return rows.map(({ uuid }) => `payment ${uuid} is no receipt of the base`)
}

/** Every receipt is there once, with its sum, on its invoice; an invoice is paid with all of them, up to its total. */
export async function comparePayments(db: Db, receipts: Receipt[]): Promise<string[]> {
  const wrong: string[] = []
  const links = await linksOf(db)
  for (const { key, minor, invoiceKey } of receipts) {
    const found = links.filter((row) => row.key === key)
    const [link] = found
    if (!link || found.length > 1) wrong.push(`receipt ${key} is with us ${found.length} times`)
    else if (Number(link.amount) !== minor) wrong.push(`receipt ${key} of ${minor} is with us as ${link.amount}`)
    else wrong.push(...(await namedWrong(db, link, { key, minor, invoiceKey })))
  }
  if (new Set(links.map(({ payment }) => payment)).size !== links.length) wrong.push('two receipts share one payment')
  const paid = new Map<string, number>()
  for (const { invoiceKey, minor } of receipts) paid.set(invoiceKey, (paid.get(invoiceKey) ?? 0) + minor)
  for (const [key, sum] of paid) wrong.push(...(await paidWrong(db, key, sum)))
  return wrong
}

async function namedWrong(db: Db, { payment }: LinkRow, { key, minor, invoiceKey }: Receipt): Promise<string[]> {
  const named = (await db('allocations')
    .join('links', 'links.our_id', 'allocations.invoice_id')
    .where({ 'allocations.payment_id': payment, 'links.noun': 'invoice' })
    .select('links.foreign_key as key', 'allocations.named_minor as named')) as {
    key: string
    named: number | string
  }[]
  const right = named.length === 1 && named[0]?.key === invoiceKey && Number(named[0].named) === minor
  return right ? [] : [`receipt ${key} of ${minor} for ${invoiceKey} lies on ${JSON.stringify(named)}`]
}

async function paidWrong(db: Db, key: string, sum: number): Promise<string[]> {
  const row = (await db('invoices')
    .join('links', 'links.our_id', 'invoices.id')
    .where({ 'links.noun': 'invoice', 'links.foreign_key': key })
    .first('invoices.paid_minor as paid', 'invoices.total_minor as total')) as
    { paid: number | string; total: number | string } | undefined
  if (!row) return [`invoice ${key} was paid and is not with us`]
  const expected = Math.min(sum, Number(row.total))
  return Number(row.paid) === expected ? [] : [`invoice ${key} is paid with ${row.paid}, its receipts make ${expected}`]
}
