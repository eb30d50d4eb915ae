/** How did an invoice look at a moment, with us and in the base? */
import type { Noun } from '../domain/sync.ts'
import { namesAt, rowAt } from '../store/former-rows.ts'
import { asOf, momentOf } from './as-of.ts'
import type { InvoiceAsOf } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import type { Ours } from './both-sides.ts'
import { invoiceLineRows, invoiceRow, toInvoice, toLine } from './invoice.ts'
import { json, number, text, textOrNull } from './rows.ts'
import type { Observed } from './told.ts'

/** @throws Problem `invoice.not-found` `moment.wrong` `moment.in-future` */
export async function invoiceAsOf(asking: Asking, id: string, { at }: { at: string }): Promise<InvoiceAsOf> {
  const row = await invoiceRow(asking, id)
  const moment = momentOf(asking, at)
  return asOf(
    asking,
    {
      noun: 'invoice',
      row,
      card: async (then) => {
        const lines = await linesAt(asking, then, moment)
        return toInvoice(await withNames(asking, then, moment), lines.map(toLine))
      },
      ours: (then, base) => oursOf(asking, then, { base, at: moment }),
      names: (former, observed) => namesOf(asking, { row: former, observed, at: moment }),
    },
    moment,
  )
}

const PARTIES = [
  { noun: 'counterparty', table: 'counterparties', field: 'counterpartyKey' },
  { noun: 'organisation', table: 'organisations', field: 'organisationKey' },
  { noun: 'contract', table: 'contracts', field: 'contractKey' },
] as const

/** What an invoice names may have had another name then, and it may have named something else. */
async function withNames(asking: Asking, row: Row, at: string): Promise<Row> {
  const named = { ...row }
  for (const { noun, table } of PARTIES) {
    const id = row[`${noun}_id`]
    const party = typeof id === 'number' ? await partyAt(asking, { noun, table, id }, at) : undefined
    named[`${noun}_uuid`] = party ? text(party, 'uuid') : null
    named[`${noun}_name`] = party ? text(party, 'name') : null
  }
  return row['base_id'] === null ? { ...named, base_name: null } : named
}

async function partyAt(
  { db }: Asking,
  { noun, table, id }: { noun: 'counterparty' | 'organisation' | 'contract' | 'product'; table: string; id: number },
  at: string,
): Promise<Row | undefined> {
  const row = (await db(table).where('id', id).first()) as Row | undefined
  if (!row) return undefined
  return { ...row, ...(await rowAt(db, { noun, row }, at)).row }
}

/** Rows as a card takes them. */
async function linesAt(asking: Asking, row: Row, at: string): Promise<Row[]> {
  const kept = json<Row[] | null>(row, 'lines', null)
  const lines = kept ?? (await invoiceLineRows(asking, number(row, 'id')))
  const products = new Map<number, Row | undefined>()
  for (const { product_id: id } of lines)
    if (typeof id === 'number' && !products.has(id))
      products.set(id, await partyAt(asking, { noun: 'product', table: 'products', id }, at))
  return lines.map((line) => {
    const product = products.get(number(line, 'product_id'))
    return { ...line, product_uuid: textOrNull(product ?? {}, 'uuid'), product_name: text(product ?? {}, 'name') }
  })
}

async function oursOf(asking: Asking, row: Row, { base, at }: { base: number | null; at: string }): Promise<Ours> {
  const { state, formerNumbers, paidMinor, ...invoice } = toInvoice(row, [])
  const { number: no, date, posted, marked, vatIncluded, totalMinor, comment } = invoice
  const keys: Ours = {}
  for (const { noun, field } of PARTIES) keys[field] = await keyOf(asking, { base, noun, id: row[`${noun}_id`] })
  const lines: Ours[] = []
  for (const line of await linesAt(asking, row, at)) {
    const { quantityMilli, priceMinor, sumMinor, vatRate, vatMinor } = toLine(line)
    const productKey = await keyOf(asking, { base, noun: 'product', id: line['product_id'] })
    lines.push({ productKey, text: text(line, 'text'), quantityMilli, priceMinor, sumMinor, vatRate, vatMinor })
  }
  const ofBase = { number: no, date, posted, marked, vatIncluded, totalMinor, comment, ...keys, lines }
  return { ...ofBase, state, paidMinor, formerNumbers: formerNumbers.join(', ') }
}

/** What the base calls a row of ours; without a base its own name is enough. */
async function keyOf(
  { db }: Asking,
  { base, noun, id }: { base: number | null; noun: Noun; id: Row[string] },
): Promise<string> {
  if (typeof id !== 'number') return ''
  const link: { foreign_key: string } | undefined =
    base === null
      ? undefined
      : await db('links').where({ base_id: base, noun, our_id: id }).orderBy('id', 'desc').first('foreign_key')
  return link?.foreign_key ?? `${noun}/${id}`
}

interface Named {
  row: Row
  observed: Observed | undefined
  at: string
}

/** Of everything that one of the sides links to. */
async function namesOf(asking: Asking, { row, observed, at }: Named): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const lines = await linesAt(asking, row, at)
  const wanted: { noun: (typeof PARTIES)[number]['noun'] | 'product'; ids: Row[string][] }[] = [
    ...PARTIES.map(({ noun }) => ({ noun, ids: [row[`${noun}_id`]] })),
    { noun: 'product', ids: lines.map((line) => line['product_id']) },
  ]
  for (const { noun, ids } of wanted) {
    const told = await idsOf(asking, noun, observed)
    const own = ids.filter((id) => typeof id === 'number')
    for (const [id, name] of await namesAt(asking.db, { noun, ids: [...new Set([...own, ...told.values()])] }, at))
      names.set(await keyOf(asking, { base: observed?.base ?? null, noun, id }), name)
  }
  return names
}

/** Our rows for the keys that the base named, by key. */
async function idsOf({ db }: Asking, noun: Noun, observed: Observed | undefined): Promise<Map<string, number>> {
  if (!observed) return new Map()
  const keys = JSON.stringify(observed.said).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
  const rows: { foreign_key: string; our_id: number }[] = await db('links')
    .where({ base_id: observed.base, noun })
    .whereIn('foreign_key', [...new Set(keys)].slice(0, MOST_KEYS))
  return new Map(rows.map((row) => [row.foreign_key, row.our_id]))
}

/** Links of one document that get a name: below every database's limit of parameters. */
const MOST_KEYS = 500
