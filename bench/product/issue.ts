/** The bridge at work with deals that are ready to be invoiced, and a gauge that tells what its work cost. */
import { createServer } from 'node:http'
import { openDeal } from '../../bridge/actions/open-deal.ts'
import { saveLines } from '../../bridge/actions/save-lines.ts'
import { changeDeal } from '../../bridge/actions/change-deal.ts'
import type { Bridge } from '../../bridge/cli/assemble.ts'
import { seedDeals } from '../../bridge/cli/demo/deals.ts'
import { seedPeopleAndClients } from '../../bridge/cli/demo/people-and-clients.ts'
import { contextFor, startWeb } from '../../bridge/cli/web.ts'
import { findDeal } from '../../bridge/store/deals.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import { processorTime, type ProcessorTime } from '../processor-time.ts'
import { openBridge, round } from './bridge.ts'

export interface Desk {
  url: string
  gauge: string
  deals: { id: string; version: number }[]
}

export interface Gauge extends ProcessorTime {
  /** Calls to the base so far. */
  requests: number
}

export interface DeskInput {
  root: string
  folder: string
  deals: number
  callsPerBase: number
}

/** A round of reading in the midst of it would be counted as issuing. */
const NOT_NOW_MS = 3_600_000

export async function run(input: DeskInput): Promise<Desk> {
  const counts = { requests: 0 }
  const log = (event: string) => (counts.requests += event === 'odata.call' ? 1 : 0)
  const bridge = await openBridge({ ...input, log, roundEveryMs: NOT_NOW_MS })
  await seedPeopleAndClients(contextFor(bridge, bridge.robot))
  await round(bridge)
  await seedDeals((viewer) => contextFor(bridge, viewer))
  const deals = await openDeals(bridge, input.deals)
  const web = await startWeb(bridge)
  bridge.engine.start()
  return { url: web.url, gauge: await startGauge(counts), deals }
}

/** Copies of a demo deal from which an invoice can be issued: same client, parties and lines. */
async function openDeals(bridge: Bridge, count: number): Promise<Desk['deals']> {
  const anna = await userByLogin(bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo has no manager')
  const ctx = contextFor(bridge, viewerOf(anna))
  const model = (await ctx
    .db('deals')
    .join('clients', 'clients.id', 'deals.client_id')
    .join('counterparties', 'counterparties.id', 'deals.counterparty_id')
    .join('organisations', 'organisations.id', 'deals.organisation_id')
    .join('contracts', 'contracts.id', 'deals.contract_id')
    .where('clients.name', 'Ромашка')
    .first(
      { client: 'clients.uuid', counterparty: 'counterparties.uuid' },
      { organisation: 'organisations.uuid' },
      { contract: 'contracts.uuid' },
    )) as Record<'client' | 'counterparty' | 'organisation' | 'contract', string> | undefined
  if (!model) throw new Error('the demo has no deal that could be invoiced')
  const product = (await ctx.db('products').where('name', 'Внедрение').first()) as { uuid: string }
  const line = { productId: product.uuid, text: 'Внедрение', quantityMilli: 1_000, priceMinor: 1_200_00 }
  const deals: Desk['deals'] = []
  for (let number = 0; number < count; number++) {
    const id = await openDeal(ctx, model.client, { title: `Поставка ${number}`, cause: 'проверка' })
    const version = async () => (await findDeal(ctx, id)).version
    const parties = {
      counterpartyId: model.counterparty,
      organisationId: model.organisation,
      contractId: model.contract,
    }
    await changeDeal(ctx, id, { version: await version(), ...parties })
    await saveLines(ctx, id, { version: await version(), lines: [line, line, line] })
    deals.push({ id, version: await version() })
  }
  return deals
}

/** Tells the processor time so far. */
async function startGauge(counts: { requests: number }): Promise<string> {
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ ...processorTime(), requests: counts.requests } satisfies Gauge))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}
