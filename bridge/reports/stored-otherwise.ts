/** What did we ask for, and what does the base hold instead? For questions about invoices that it has not stored as they were sent. */
import { differences, type Compared } from '../domain/invoice-changes.ts'
import type { InvoiceChange } from '../domain/invoice.ts'
import type { Asking, Row } from './asking.ts'
import { groupBy, text } from './rows.ts'

const CODES = ['invoice.totals-differ', 'base.stored-differently', 'base.changed']

/** @returns by the id of the question: `before` = as it was asked for, `after` = as the base holds it; only open ones have any */
export async function storedOtherwise({ db }: Asking, troubles: Row[]): Promise<Map<string, InvoiceChange[]>> {
  const open = troubles.filter(
    (row) => CODES.includes(text(row, 'code')) && text(row, 'noun') === 'invoice' && text(row, 'state') === 'open',
  )
  if (open.length === 0) return new Map()
  const versions: Row[] = await db('invoice_versions')
    .join('invoices', 'invoices.id', 'invoice_versions.invoice_id')
    .whereIn(
      'invoices.uuid',
      open.map((row) => text(row, 'subject')),
    )
    .orderBy(['invoice_versions.invoice_id', 'invoice_versions.version'])
    .select('invoices.uuid', 'invoice_versions.invoice_id', 'invoice_versions.body')
  const differing = new Map<string, InvoiceChange[]>()
  for (const of of groupBy(versions, 'invoice_id').values()) differing.set(text(of[0] ?? {}, 'uuid'), between(of))
  return new Map(open.map((row) => [text(row, 'uuid'), differing.get(text(row, 'subject')) ?? []]))
}

/** @param versions oldest first: the one that was asked for, and what the base made of it. The number is the base's to give. */
function between(versions: Row[]): InvoiceChange[] {
  const [asked, held] = [versions[0], versions.at(-1)]
  if (!asked || !held) return []
  return betweenVersions(asked, held).filter(({ field }) => field !== 'number')
}

/** What of an invoice differs between two of its kept versions. */
export function betweenVersions(before: Row, after: Row): InvoiceChange[] {
  return differences(bodyOf(before), bodyOf(after))
}

function bodyOf(version: Row): Compared {
  return JSON.parse(text(version, 'body')) as Compared
}
