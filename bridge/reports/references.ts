/** What can be chosen in a form: counterparties, products, organisations, cycles. */
import type { Cycle, Stage } from '../domain/deal.ts'
import type { Counterparty, Organisation, Product, Source } from '../domain/client.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Asking, Query, Row } from './asking.ts'
import { containing, nameContains } from '../store/dialect.ts'
import { PAGE_SIZE } from './pages.ts'
import { groupBy, number, sourceOf, text } from './rows.ts'
import { toCounterparty, toOrganisation, toProduct } from './shapes.ts'

interface Search {
  search?: string
  limit?: number
}

/** Most organisations or cycles in a choice. */
const MOST_CHOICES = 200

export async function counterpartyList({ db }: Asking, ask: Search): Promise<{ items: Counterparty[] }> {
  const isNamed = await named(db, 'counterparties', ask.search)
  const digits = (ask.search ?? '').replaceAll(/\D/g, '')
  const rows: Row[] = await db('counterparties')
    .leftJoin('bases', 'bases.id', 'counterparties.base_id')
    .where({ 'counterparties.is_group': false, 'counterparties.gone': false })
    .whereNull('counterparties.alias_of')
    .where((any) => {
      void any.where((name) => name.modify(isNamed))
      if (digits !== '') void any.orWhere('counterparties.tax_number', 'like', `${digits}%`)
    })
    .select('counterparties.*', 'bases.name as base_name')
    .orderBy([{ column: 'counterparties.search_key' }, { column: 'counterparties.id' }])
    .limit(ask.limit ?? PAGE_SIZE)
  return { items: rows.map(toCounterparty) }
}

export async function productList({ db }: Asking, ask: Search): Promise<{ items: Product[] }> {
  const isNamed = await named(db, 'products', ask.search)
  const rows: Row[] = await db('products')
    .where({ marked: false, gone: false })
    .where((any) => {
      void any.where((name) => name.modify(isNamed))
      if (ask.search) void any.orWhereRaw(`products.sku like ? escape '\\'`, [containing(ask.search.trim())])
    })
    .orderBy([{ column: 'search_key' }, { column: 'id' }])
    .limit(ask.limit ?? PAGE_SIZE)
  return { items: rows.map(toProduct) }
}

export async function organisationList({ db }: Asking): Promise<{ items: (Organisation & { source: Source })[] }> {
  const rows: Row[] = await db('organisations')
    .leftJoin('bases', 'bases.id', 'organisations.base_id')
    .where({ 'organisations.marked': false, 'organisations.gone': false })
    .orderBy('organisations.search_key')
    .limit(MOST_CHOICES)
    .select('organisations.*', 'bases.name as base_name')
  return { items: rows.map((row) => ({ ...toOrganisation(row), source: sourceOf(row) })) }
}

export async function cycleList({ db }: Asking): Promise<{ items: Cycle[] }> {
  const cycles: Row[] = await db('cycles').orderBy('id').limit(MOST_CHOICES)
  const stages: Row[] = await db('stages')
    .whereIn(
      'cycle_id',
      cycles.map((cycle) => number(cycle, 'id')),
    )
    .orderBy('position')
  const byCycle = groupBy(stages, 'cycle_id')
  return { items: cycles.map((cycle) => toCycle(cycle, byCycle.get(number(cycle, 'id')) ?? [])) }
}

export function toCycle(cycle: Row, stages: Row[]): Cycle {
  return { id: text(cycle, 'uuid'), name: text(cycle, 'name'), stages: stages.map(toStage) }
}

export function toStage(row: Row): Stage {
  return {
    id: text(row, 'uuid'),
    name: text(row, 'name'),
    position: number(row, 'position'),
    kind: text(row, 'kind') as Stage['kind'],
    normDays: number(row, 'norm_days'),
    onFact: text(row, 'on_fact') as Stage['onFact'],
  }
}

async function named(db: Asking['db'], table: string, typed: string | undefined): Promise<(query: Query) => void> {
  const key = searchKey(typed ?? '')
  return key === '' ? () => undefined : nameContains(db, table, key)
}
