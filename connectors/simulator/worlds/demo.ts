/** The demo world: two firms, seven counterparties, invoices in every state, payments; dated back from the base's clock. */
import { minorOf } from '../base/amounts.ts'
import { EMPTY_GUID } from '../base/model.ts'
import { daysBefore, endOfPreviousMonth, yearOf } from './calendar.ts'
import { commonDrafts, commonKeys, mainOrganisation } from './common.ts'
import { demoCatalogues } from './demo-catalogues.ts'
import { demoKeys } from './demo-keys.ts'
import { DEMO_INVOICES, type DemoDay, type DemoInvoice, type DemoInvoiceName } from './demo-invoices.ts'
import { DEMO_PRODUCTS, type DemoProductName } from './demo-products.ts'
import { DEMO_RECEIPTS, type DemoReceipt, type DemoReceiptName } from './demo-receipts.ts'
import { type Draft, draft } from './draft.ts'
import { invoiceDraft, receiptDraft } from './trade-drafts.ts'

/** A day of the current month stays open to changes at least so long, so that the demo can correct fresh documents. */
const OPEN_DAYS = 20

/** All records of the demo in the order of writing: what is pointed at comes first. */
export function demoDrafts(now: string): Draft[] {
  return [
    ...commonDrafts(),
    ...demoCatalogues(now),
    mainOrganisation(demoKeys.organisations.O1),
    ...demoProducts(),
    ...Object.entries(DEMO_INVOICES).map(([name, invoice]) => demoInvoice(now, name as DemoInvoiceName, invoice)),
    ...Object.entries(DEMO_RECEIPTS).map(([name, receipt]) => demoReceipt(now, name as DemoReceiptName, receipt)),
  ]
}

/** Price list; «Обучение» is not in it. */
export function demoProducts(): Draft[] {
  const names = Object.keys(DEMO_PRODUCTS) as DemoProductName[]
  return names.map((name) => {
    const product = DEMO_PRODUCTS[name]
    return draft({
      set: 'Catalog_Номенклатура',
      key: demoKeys.products[name],
      fields: {
        Description: product.name,
        НаименованиеПолное: product.fullName,
        Артикул: product.article,
        Услуга: product.service,
        ЕдиницаИзмерения_Key: name === 'support' ? commonKeys.month : commonKeys.piece,
        ВидСтавкиНДС: 'Общая',
      },
    })
  })
}

/** Last day of the closed period of the demo, `YYYY-MM-DD`: an end of month at least `OPEN_DAYS` ago. */
export function demoClosedUntil(now: string): string {
  return endOfPreviousMonth(daysBefore(now, OPEN_DAYS))
}

/** Date of a demo document. */
function demoDate(now: string, day: DemoDay): string {
  if ('daysAgo' in day) return daysBefore(now, day.daysAgo, day.time)
  const oldest = daysBefore(now, DEMO_INVOICES.i118.day.daysAgo)
  return `${yearOf(oldest) - 1}-${day.yearBefore}`
}

function demoInvoice(now: string, name: DemoInvoiceName, invoice: DemoInvoice): Draft {
  return invoiceDraft({
    key: demoKeys.invoices[name],
    number: invoice.number,
    date: demoDate(now, invoice.day),
    organisation: demoKeys.organisations[invoice.organisation],
    account: demoKeys.accounts[invoice.organisation],
    counterparty: demoKeys.counterparties[invoice.counterparty],
    contract: demoKeys.contracts[invoice.contract] ?? EMPTY_GUID,
    lines: invoice.lines.map(([product, quantity, price]) => ({
      product: demoKeys.products[product],
      quantityMilli: quantity * 1000,
      priceMinor: minorOf(price),
    })),
    taxed: invoice.organisation === 'O1',
    ...(invoice.comment ? { comment: invoice.comment } : {}),
    posted: invoice.state === 'posted',
    marked: invoice.state === 'marked',
  })
}

function demoReceipt(now: string, name: DemoReceiptName, receipt: DemoReceipt): Draft {
  return receiptDraft({
    key: demoKeys.receipts[name],
    number: receipt.number,
    bankNumber: receipt.bankNumber,
    date: demoDate(now, receipt.day),
    organisation: demoKeys.organisations.O1,
    account: demoKeys.accounts.O1,
    payer: demoKeys.counterparties[receipt.payer],
    purpose: receipt.purpose,
    taxed: true,
    parts: receipt.parts.map(({ invoice, amount }) => ({
      invoice: invoice === '' ? '' : demoKeys.invoices[invoice],
      contract: contractOf(invoice),
      amountMinor: minorOf(amount),
    })),
  })
}

function contractOf(invoice: DemoInvoiceName | ''): string {
  return invoice === '' ? EMPTY_GUID : (demoKeys.contracts[DEMO_INVOICES[invoice].contract] ?? EMPTY_GUID)
}
