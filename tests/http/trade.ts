/** The trade of the demo world in rows: a base with its organisation, products and a counterparty, Anna's client and deal. */
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import type { Context } from '../../bridge/actions/context.ts'
import { createClient } from '../../bridge/actions/create-client.ts'
import { openDeal } from '../../bridge/actions/open-deal.ts'
import { searchKey } from '../../bridge/domain/search-key.ts'
import { addBase, findBase } from '../../bridge/store/bases.ts'
import { addCycle } from '../../bridge/store/cycles.ts'

export const ROMASHKA_INN = '7701000026'

export async function seedTrade(ctx: Context) {
  const base = await seedBase(ctx)
  const organisation = await insert(ctx, 'organisations', {
    ...inBase(ctx, base, 'Звено Телеком'),
    full_name: 'ООО «Звено Телеком»',
    tax_number: '7701000019',
    reason_code: '770101001',
    prefix: 'ТЕЛ',
    pays_vat: true,
  })
  const product = await insert(ctx, 'products', {
    ...inBase(ctx, base, 'Лицензия АТС (10 мест)'),
    sku: 'ATS-10',
    service: true,
    unit: 'шт',
    price_minor: 3_333_333,
  })
  const cycle = await seedCycle(ctx)
  const client = await createClient(ctx, { name: 'ООО «Ромашка»', phone: '+7 (495) 123-45-67' })
  const requisites = { name: 'Ромашка ООО', taxNumber: ROMASHKA_INN, reasonCode: '770101001' }
  const counterparty = await addCounterparty(ctx, client, requisites)
  const deal = await openDeal(ctx, client, { title: 'АТС для офиса', cause: 'семинар, осень' })
  return { base: base.id, organisation, product, ...cycle, client, counterparty, deal }
}

async function seedBase(ctx: Context): Promise<{ id: string; rowId: number }> {
  const id = ctx.newId()
  const door = { connector: 'odata', mapping: 'bp30', url: 'http://127.0.0.1:1/buh', login: 'zveno', secret: '' }
  await addBase(ctx.db, { id, name: 'buh', ...door, timeZone: 'Europe/Moscow' })
  return { id, rowId: (await findBase(ctx.db, id))?.rowId ?? 0 }
}

async function seedCycle(ctx: Context) {
  const [interest, invoiced, won, lost] = [ctx.newId(), ctx.newId(), ctx.newId(), ctx.newId()]
  const stage = { normDays: 7, kind: 'open', onFact: '' } as const
  const cycle = ctx.newId()
  await addCycle(ctx.db, {
    id: cycle,
    name: 'ИТ-проект',
    stages: [
      { ...stage, id: interest, name: 'Интерес', position: 1 },
      { ...stage, id: invoiced, name: 'Счёт', position: 2, onFact: 'invoiced' },
      { ...stage, id: won, name: 'Успех', position: 3, kind: 'won', onFact: 'paid' },
      { ...stage, id: lost, name: 'Отказ', position: 4, kind: 'lost' },
    ],
  })
  return { cycle, stages: { interest, invoiced, won, lost } }
}

function inBase(ctx: Context, base: { rowId: number }, name: string) {
  return { uuid: ctx.newId(), base_id: base.rowId, as_of: ctx.now(), name, search_key: searchKey(name) }
}

async function insert(ctx: Context, table: string, row: { uuid: string } & Record<string, unknown>): Promise<string> {
  await ctx.db(table).insert(row)
  return row.uuid
}
