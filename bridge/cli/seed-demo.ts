/** Fills an empty CRM with the demo world: people and clients before the first exchange, deals after it. */
import { randomUUID } from 'node:crypto'
import { DEMO_COUNTERPARTIES, type DemoCounterpartyName } from '../../connectors/simulator/worlds/demo-people.ts'
import { changeDeal } from '../actions/change-deal.ts'
import { moveStage } from '../actions/move-stage.ts'
import { openDeal } from '../actions/open-deal.ts'
import { hashPassword } from '../actions/passwords.ts'
import { saveLines } from '../actions/save-lines.ts'
import type { Viewer } from '../domain/people.ts'
import { tieCounterparty } from '../store/client-counterparties.ts'
import { addClient } from '../store/clients.ts'
import { addContact } from '../store/contacts.ts'
import type { Context } from '../store/context.ts'
import { contractsOf } from '../store/contracts.ts'
import { addCounterparty, counterpartiesOfClient } from '../store/counterparties.ts'
import { addCycle, listCycles } from '../store/cycles.ts'
import { findDeal } from '../store/deals.ts'
import { listOrganisations } from '../store/organisations.ts'
import { saveUser, userByLogin, viewerOf } from '../store/users.ts'
import {
  CLIENTS,
  CYCLE_NAME,
  DEALS,
  DEMO_PASSWORD,
  PEOPLE,
  STAGES,
  type DemoClient,
  type DemoDeal,
} from './demo-data.ts'

const NO_DETAILS = { website: '', address: '', phone: '', email: '', note: '' }

/** People, the cycle and the clients. Their counterparties are coupled with the base's by INN and KPP at the first round. */
export async function seedPeopleAndClients(ctx: Context): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await ctx.transaction(async (tx) => {
    for (const person of PEOPLE)
      await saveUser(tx.db, { ...person, id: randomUUID(), language: 'ru', active: true, passwordHash })
    const stages = STAGES.map((stage, at) => ({ ...stage, id: randomUUID(), position: at + 1 }))
    await addCycle(tx.db, { id: randomUUID(), name: CYCLE_NAME, stages })
    for (const client of CLIENTS) await seedClient(tx, client)
  })
}

async function seedClient(ctx: Context, client: DemoClient): Promise<void> {
  const manager = await userByLogin(ctx.db, client.manager)
  const { name, profile, industry, region } = client
  const fields = { ...NO_DETAILS, name, profile, industry, region, id: randomUUID() }
  const clientRowId = await addClient(ctx, { ...fields, managerRowId: manager?.rowId ?? 0 })
  for (const contact of client.contacts) await addContact(ctx, { ...contact, id: randomUUID(), clientRowId })
  for (const entity of client.entities) {
    const counterparty = await seedCounterparty(ctx, entity as DemoCounterpartyName)
    await tieCounterparty(ctx.db, { client: clientRowId, counterparty })
  }
}

function seedCounterparty(ctx: Context, entity: DemoCounterpartyName): Promise<number> {
  const known = DEMO_COUNTERPARTIES[entity]
  return addCounterparty(ctx, {
    id: randomUUID(),
    name: known.name,
    fullName: known.fullName,
    legalForm: known.person ? 'sole-proprietor' : 'company',
    taxNumber: known.taxId,
    reasonCode: known.reasonCode,
    phone: known.phone ?? '',
    email: known.mail ?? '',
    address: known.address ?? '',
  })
}

/** Deals with lines of products that came from the base, each opened by the manager of its client. */
export async function seedDeals(asViewer: (viewer: Viewer) => Context): Promise<void> {
  for (const deal of DEALS) {
    const client = CLIENTS.find(({ name }) => name === deal.client)
    const manager = await userByLogin(asViewer(NOBODY).db, client?.manager ?? '')
    if (manager) await seedDeal(asViewer(viewerOf(manager)), deal)
  }
}

const NOBODY: Viewer = { rowId: 0, id: '', name: '', role: 'robot', department: '', language: 'ru' }

async function seedDeal(ctx: Context, deal: DemoDeal): Promise<void> {
  const client = (await idOf(ctx, 'clients', deal.client)) ?? ''
  const id = await openDeal(ctx, client, { title: deal.title, cause: deal.cause })
  await chooseParties(ctx, id)
  const lines = []
  for (const [name, quantityMilli, priceMinor] of deal.lines)
    lines.push({ productId: (await idOf(ctx, 'products', name)) ?? null, text: name, quantityMilli, priceMinor })
  await saveLines(ctx, id, { version: (await findDeal(ctx, id)).version, lines })
  const stage = (await listCycles(ctx))[0]?.stages.find(({ name }) => name === deal.stage)
  if (stage) await moveStage(ctx, id, { stageId: stage.id, version: (await findDeal(ctx, id)).version })
}

/** Our firm that pays VAT, the payer that comes first, and the contract of the two if there is one. */
async function chooseParties(ctx: Context, id: string): Promise<void> {
  const deal = await findDeal(ctx, id)
  const [ours] = (await listOrganisations(ctx)).filter(({ paysVat }) => paysVat)
  const [payer] = await counterpartiesOfClient(ctx, deal.clientRowId)
  if (!ours || !payer) return
  const contracts = await contractsOf(ctx, payer.rowId)
  const contract = contracts.find(
    ({ sort, marked, organisationId }) => sort === 'with-buyer' && !marked && organisationId === ours.id,
  )
  await changeDeal(ctx, id, {
    version: deal.version,
    counterpartyId: payer.id,
    organisationId: ours.id,
    contractId: contract?.id ?? null,
  })
}

async function idOf(ctx: Context, table: 'clients' | 'products', name: string): Promise<string | undefined> {
  const row: { uuid: string } | undefined = await ctx.db(table).where('name', name).first('uuid')
  return row?.uuid
}
