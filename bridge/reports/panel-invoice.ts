/** An invoice on the panel: the deal that it came from, what was agreed there, what is paid, what the base has changed. */
import type { Asking, Row } from './asking.ts'
import { dealLines } from './deal-parts.ts'
import { dealRow } from './deal.ts'
import { invoicePage } from './invoice-page.ts'
import { invoiceRow } from './invoice.ts'
import type { PanelAgreed, PanelChanges, PanelContext } from './panel-answers.ts'
import { panelDeals, panelInvoices, panelWhy } from './panel-parts.ts'
import { number, text, yes } from './rows.ts'
import { betweenVersions } from './stored-otherwise.ts'

/** @throws Problem `invoice.not-found` */
export async function panelInvoice(asking: Asking, id: string): Promise<Partial<PanelContext>> {
  const [row, page] = await Promise.all([invoiceRow(asking, id), invoicePage(asking, id)])
  const rowId = number(row, 'id')
  const { invoice, deal, client } = page
  const [deals, agreed, invoices, changes, why] = await Promise.all([
    deal ? panelDeals(asking, (query) => void query.where('deals.uuid', deal.id)) : [],
    deal ? agreedIn(asking, deal.id) : null,
    panelInvoices(asking, (query) => void query.where('invoices.id', rowId)),
    latestChanges(asking, rowId),
    panelWhy(asking, { noun: 'invoice', row }),
  ])
  return {
    title: invoice.number,
    client: client?.name ?? invoice.counterpartyName,
    deals,
    agreed: agreed && { ...agreed, contractName: invoice.contractName },
    money: {
      invoicedMinor: invoice.totalMinor,
      paidMinor: invoice.paidMinor,
      remainderMinor: invoice.remainderMinor,
      advanceMinor: 0,
      asOf: invoice.source.asOf,
    },
    invoices,
    payments: page.payments.map(({ payment, amountMinor }) => ({
      number: payment.number,
      date: payment.date,
      amountMinor,
      purpose: payment.purpose,
    })),
    changes,
    why,
  }
}

async function agreedIn(asking: Asking, dealId: string): Promise<Omit<PanelAgreed, 'contractName'>> {
  const row = await dealRow(asking, dealId)
  const lines = await dealLines(asking, number(row, 'id'))
  return {
    totalMinor: number(row, 'total_minor'),
    lines: lines.map((line) => ({
      text: line.text,
      quantityMilli: line.quantityMilli,
      priceMinor: line.priceMinor,
      sumMinor: line.sumMinor,
    })),
  }
}

const MOST_VERSIONS = 100

/** What nobody has accepted yet; when all is accepted, what changed last. */
async function latestChanges({ db }: Asking, rowId: number): Promise<PanelChanges | null> {
  const versions: Row[] = await db('invoice_versions')
    .where('invoice_id', rowId)
    .orderBy('version', 'desc')
    .limit(MOST_VERSIONS)
  const [newest, before] = versions
  if (!newest || !before) return null
  const accepted = yes(newest, 'acknowledged')
  const from = accepted ? before : (versions.find((version) => yes(version, 'acknowledged')) ?? before)
  // What the base has filled in first, e.g. the number, is no change.
  const items = betweenVersions(from, newest).filter(({ line, before: was }) => line > 0 || was !== '')
  return items.length === 0 ? null : { at: text(newest, 'at'), author: text(newest, 'author'), accepted, items }
}
