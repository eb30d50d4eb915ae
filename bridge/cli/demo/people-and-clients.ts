/** Fills an empty CRM with the people, the cycle and the clients of the demo; deals come after the first exchange. */
import { randomUUID } from 'node:crypto'
import { DEMO_COUNTERPARTIES, type DemoCounterpartyName } from '../../../connectors/simulator/worlds/demo-people.ts'
import { hashPassword } from '../../actions/passwords.ts'
import { tieCounterparty } from '../../store/client-counterparties.ts'
import { addClient } from '../../store/clients.ts'
import { addContact } from '../../store/contacts.ts'
import type { Context } from '../../store/context.ts'
import { addCounterparty } from '../../store/counterparties.ts'
import { addCycle } from '../../store/cycles.ts'
import { addProduct } from '../../store/products.ts'
import { saveUser, userByLogin } from '../../store/users.ts'
import { CLIENTS, CYCLE_NAME, DEMO_PASSWORD, OWN_PRODUCTS, PEOPLE, STAGES, type DemoClient } from './data.ts'

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
    for (const name of OWN_PRODUCTS)
      await addProduct(tx, { id: randomUUID(), name, sku: '', service: true, unit: '', priceMinor: 0 })
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
    await tieCounterparty(ctx, { client: clientRowId, counterparty })
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
