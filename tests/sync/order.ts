/** An order as a manager places it: a client, its counterparty, a deal with lines; then a contract and an invoice are asked for. */
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import { changeDeal } from '../../bridge/actions/change-deal.ts'
import { createClient } from '../../bridge/actions/create-client.ts'
import { drawUpContract } from '../../bridge/actions/draw-up-contract.ts'
import { issueInvoice, type IssueInvoice } from '../../bridge/actions/issue-invoice.ts'
import { openDeal } from '../../bridge/actions/open-deal.ts'
import { saveLines } from '../../bridge/actions/save-lines.ts'
import type { Context } from '../../bridge/store/context.ts'
import { findDeal } from '../../bridge/store/deals.ts'

export interface Order {
  invoice: string
  counterparty: string
  contract: string
  taxNumber: string
}

/** A deal of which everything is known that a contract and an invoice need. */
export interface Ready {
  deal: string
  client: string
  counterparty: string
  taxNumber: string
}

/** Quantity in thousandths, price in kopecks. */
export type Line = [quantityMilli: number, priceMinor: number]

const ONE_LINE: Line[] = [[1_000, 1_200_00]]

/** A new client, its counterparty, a contract and an invoice of 1 200,00, none of them in the base. */
export async function placeOrder(ctx: Context, count: number): Promise<Order> {
  return askForDocuments(ctx, await readyDeal(ctx, count), count)
}

/** @param known a deal of the same client and payer */
export async function readyDeal(
  ctx: Context,
  count: number,
  { lines = ONE_LINE, known }: { lines?: Line[]; known?: Ready } = {},
): Promise<Ready> {
  const { client, counterparty, taxNumber } = known ?? (await newClient(ctx, count))
  const deal = await openDeal(ctx, client, { title: 'Поставка', cause: 'проверка' })
  const product = (await ctx.db('products').where('name', 'Внедрение').first()) as { uuid: string }
  const ours = (await ctx.db('organisations').where('pays_vat', true).first()) as { uuid: string }
  const parties = { counterpartyId: counterparty, organisationId: ours.uuid }
  await changeDeal(ctx, deal, { version: await versionOf(ctx, deal), ...parties })
  const drawn = lines.map(([quantityMilli, priceMinor]) => ({
    productId: product.uuid,
    text: 'Внедрение',
    quantityMilli,
    priceMinor,
  }))
  await saveLines(ctx, deal, { version: await versionOf(ctx, deal), lines: drawn })
  return { deal, client, counterparty, taxNumber }
}

/** Asks for the contract and the invoice of a deal that is ready. */
export async function askForDocuments(ctx: Context, ready: Ready, count: number): Promise<Order> {
  const contract = await askForContract(ctx, ready, count)
  const invoice = await issueInvoice(ctx, await toIssue(ctx, ready))
  const { counterparty, taxNumber } = ready
  return { invoice: invoice.id, counterparty, contract, taxNumber }
}

export async function askForContract(ctx: Context, { deal }: Ready, count: number): Promise<string> {
  return (await drawUpContract(ctx, { dealId: deal, number: String(count) })).id
}

/** What the button of an invoice sends: the deal as the person sees it. */
export async function toIssue(ctx: Context, { deal }: Ready): Promise<IssueInvoice> {
  return { dealId: deal, version: await versionOf(ctx, deal) }
}

async function newClient(ctx: Context, count: number): Promise<Omit<Ready, 'deal'>> {
  const taxNumber = companyNumber(count)
  const client = await createClient(ctx, { name: `Заказчик ${count}` })
  const payer = { name: `Заказчик ${count} ООО`, taxNumber, reasonCode: '770101001' }
  return { client, counterparty: await addCounterparty(ctx, client, payer), taxNumber }
}

async function versionOf(ctx: Context, deal: string): Promise<number> {
  return (await findDeal(ctx, deal)).version
}

/** Weights of the check digit of a company's tax number (documented by the tax service). */
const WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8]

export function companyNumber(count: number): string {
  const digits = String(770_200_000 + count)
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return digits + String((sum % 11) % 10)
}
