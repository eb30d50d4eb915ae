/** How does one invoice stand: its payments and why they lie on it, what the base changed, what is still on its way? */
import { mayOn } from '../domain/allow.ts'
import type { Compared } from '../domain/invoice-changes.ts'
import type { InvoicePage, InvoicePayment } from './answers.ts'
import type { Asking, Row } from './asking.ts'
import { ownedBy } from './deal.ts'
import { invoiceLines, invoiceRow, toInvoice } from './invoice.ts'
import { payments } from './payments.ts'
import { queueItemOf } from './queue.ts'
import { json, number, text, textOrNull, yes } from './rows.ts'
import { betweenVersions } from './stored-otherwise.ts'

const MOST_VERSIONS = 100
const MOST_PAYMENTS = 200

/** @throws Problem `invoice.not-found`, also for one that the viewer may not see */
export async function invoicePage(asking: Asking, id: string): Promise<InvoicePage> {
  const row = await invoiceRow(asking, id)
  const rowId = number(row, 'id')
  const [lines, queue, paid, versions] = await Promise.all([
    invoiceLines(asking, rowId),
    queueItemOf(asking, rowId),
    paymentsOn(asking, rowId, id),
    versionsOf(asking, rowId),
  ])
  const deal = tied(row, 'deal')
  return {
    invoice: toInvoice(row, lines),
    deal: deal && { id: deal.id, title: deal.name },
    client: tied(row, 'client'),
    queue,
    payments: paid,
    ...changesSince(versions),
    versions: versions.map(toVersion),
    may: mayOn(asking.viewer, ownedBy(row)),
  }
}

/** Columns `<noun>_uuid` and `<noun>_name`, null where nothing is tied. */
function tied(row: Row, noun: 'deal' | 'client'): { id: string; name: string } | null {
  const id = textOrNull(row, `${noun}_uuid`)
  return id === null ? null : { id, name: text(row, `${noun}_name`) }
}

async function paymentsOn(asking: Asking, rowId: number, invoiceId: string): Promise<InvoicePayment[]> {
  const here = asking.db('allocations').where('invoice_id', rowId).select('payment_id')
  const found = await payments(asking, (query) => void query.whereIn('payments.id', here).limit(MOST_PAYMENTS))
  return found.flatMap((payment) =>
    payment.allocations
      .filter((allocation) => allocation.invoiceId === invoiceId)
      .map(({ amountMinor, reason, row }) => ({
        payment,
        amountMinor,
        reason: `allocation.${reason}`,
        facts: { number: payment.number, date: payment.date, row, purpose: payment.purpose },
      })),
  )
}

/** Newest first. */
async function versionsOf({ db }: Asking, rowId: number): Promise<Row[]> {
  return db('invoice_versions').where('invoice_id', rowId).orderBy('version', 'desc').limit(MOST_VERSIONS)
}

/** Between the version that was last accepted and the newest one. */
function changesSince(versions: Row[]): Pick<InvoicePage, 'changes' | 'changedAt'> {
  const [newest] = versions
  const accepted = versions.find((version) => yes(version, 'acknowledged'))
  if (!newest || !accepted || newest === accepted) return { changes: [], changedAt: null }
  return { changes: betweenVersions(accepted, newest), changedAt: text(newest, 'at') }
}

function toVersion(row: Row): InvoicePage['versions'][number] {
  const body = json<Partial<Compared>>(row, 'body', {})
  return {
    version: number(row, 'version'),
    at: text(row, 'at'),
    author: text(row, 'author'),
    totalMinor: body.totalMinor ?? 0,
    number: body.number ?? '',
  }
}
