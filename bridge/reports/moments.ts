/** At which moments did a record change, who changed it and why? The stops of the time slider. */
import type { Noun } from '../domain/sync.ts'
import { beginningOf, changesOf, rowAt, type KeptChange } from '../store/former-rows.ts'
import { singleLines } from '../store/journal-search.ts'
import type { Moment, Moments } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import { runsOf, type Runs } from './change-runs.ts'
import { clientRow, contactRows, counterpartyRows } from './client-card.ts'
import { counterpartyRow } from './counterparty.ts'
import { invoiceLineRows, invoiceRow } from './invoice.ts'
import { number, text } from './rows.ts'
import { linkOf } from './why.ts'

/** Changes that are listed, newest first. */
const MOST_LISTED = 300

/** Of a client, its people and its legal entities. @throws Problem `client.not-found` */
export async function clientMoments(asking: Asking, id: string): Promise<Moments> {
  const row = await clientRow(asking, id)
  const rowId = number(row, 'id')
  return momentsOf(asking, [
    { noun: 'client', rows: [row] },
    { noun: 'contact', rows: await contactRows(asking, rowId) },
    { noun: 'counterparty', rows: await counterpartyRows(asking, rowId) },
  ])
}

/** @throws Problem `counterparty.not-found` */
export async function counterpartyMoments(asking: Asking, id: string): Promise<Moments> {
  return momentsOf(asking, [{ noun: 'counterparty', rows: [await counterpartyRow(asking, id)] }])
}

/** @throws Problem `invoice.not-found` */
export async function invoiceMoments(asking: Asking, id: string): Promise<Moments> {
  const row = await invoiceRow(asking, id)
  const lines = await invoiceLineRows(asking, number(row, 'id'))
  const named = (table: string, ids: Row[string][]) =>
    asking.db(table).whereIn('id', ids.filter(isId)) as Promise<Row[]>
  return momentsOf(asking, [
    { noun: 'invoice', rows: [row] },
    { noun: 'counterparty', rows: await named('counterparties', [row['counterparty_id']]), namesOnly: true },
    { noun: 'organisation', rows: await named('organisations', [row['organisation_id']]), namesOnly: true },
    { noun: 'contract', rows: await named('contracts', [row['contract_id']]), namesOnly: true },
    {
      noun: 'product',
      rows: await named(
        'products',
        lines.map((line) => line['product_id']),
      ),
      namesOnly: true,
    },
  ])
}

const isId = (id: Row[string]) => typeof id === 'number'

interface Group {
  noun: Moment['noun']
  rows: Row[]
  /** What the card only names: of all its changes the name alone is seen there. */
  namesOnly?: boolean
}

/** The first row of the first group is the record that is asked about. */
async function momentsOf(asking: Asking, groups: Group[]): Promise<Moments> {
  const found: { moments: Moment[]; full: boolean }[] = []
  for (const group of groups) found.push(await ofGroup(asking, group))
  const all = merged(found.flatMap(({ moments }) => moments).toSorted((one, other) => (one.at < other.at ? 1 : -1)))
  const [main] = groups
  const [row = {}] = main?.rows ?? []
  return {
    title: text(row, 'name') || text(row, 'number'),
    items: all.slice(0, MOST_LISTED),
    more: all.length > MOST_LISTED || found.some(({ full }) => full),
    knownSince: main ? await beginningOf(asking.db, main.noun, number(row, 'id')) : null,
  }
}

async function ofGroup(
  asking: Asking,
  { noun, rows, namesOnly = false }: Group,
): Promise<{ moments: Moment[]; full: boolean }> {
  if (rows.length === 0) return { moments: [], full: false }
  const ourIds = rows.map((row) => number(row, 'id'))
  const listed = await changesOf(asking.db, { noun, ourIds }, MOST_LISTED)
  const changes = namesOnly ? listed.filter(({ was }) => was?.['name'] !== undefined) : listed
  const ties = noun === 'client' ? await changesOf(asking.db, { noun: 'tie', ourIds }, MOST_LISTED) : []
  const runs = await runsOf(asking, [...changes, ...ties])
  const moments = [...changes, ...ties].flatMap((change) => {
    const row = rows.find((one) => number(one, 'id') === change.ourId)
    return row ? [momentOfChange({ noun, row, change, runs })] : []
  })
  const full = listed.length === MOST_LISTED
  if (namesOnly) return { moments, full }
  for (const row of rows) {
    if (noun === 'counterparty' || noun === 'invoice') moments.push(...(await notTaken(asking, noun, row)))
    const made = full || changes.some(({ ourId, was }) => was === null && ourId === number(row, 'id'))
    const born = made ? null : await birth(asking, noun, row)
    if (born) moments.push(born)
  }
  return { moments, full }
}

interface OfChange {
  noun: Moment['noun']
  row: Row
  change: KeptChange
  runs: Runs
}

function momentOfChange({ noun, row, change, runs }: OfChange): Moment {
  const { at, who, deed, was, runId, mappingVersion: mapping } = change
  return {
    ...ofRow(noun, row),
    at,
    side: 'ours',
    who,
    deed,
    fields: Object.keys(was ?? {}).flatMap((column) => FIELDS[column] ?? []),
    run: runs.get(runId) ?? null,
    mapping,
    reason: '',
  }
}

function ofRow(noun: Moment['noun'], row: Row): Pick<Moment, 'noun' | 'id' | 'title'> {
  return { noun, id: text(row, 'uuid'), title: text(row, 'name') || text(row, 'number') }
}

/** Columns as fields in the words of the mapping; what people do not look at is left out. */
const FIELDS: Record<string, string> = {
  name: 'name',
  full_name: 'fullName',
  legal_form: 'legalForm',
  tax_number: 'taxNumber',
  reason_code: 'reasonCode',
  phone: 'phone',
  email: 'email',
  address: 'address',
  marked: 'marked',
  gone: 'gone',
  profile: 'profile',
  industry: 'industry',
  region: 'region',
  website: 'website',
  note: 'note',
  manager_id: 'manager',
  position: 'position',
  number: 'number',
  date: 'date',
  state: 'state',
  counterparty_id: 'counterpartyKey',
  organisation_id: 'organisationKey',
  contract_id: 'contractKey',
  vat_included: 'vatIncluded',
  total_minor: 'totalMinor',
  vat_minor: 'vatMinor',
  paid_minor: 'paidMinor',
  posted: 'posted',
  comment: 'comment',
  lines: 'lines',
}

/** What the base told and we could not take: the sides differ from then on. */
async function notTaken(asking: Asking, noun: Noun & Moment['noun'], row: Row): Promise<Moment[]> {
  const link = await linkOf(asking, { noun, row })
  if (!link) return []
  const sought = { base: number(link, 'base_id'), noun, key: text(link, 'foreign_key'), asOf: '' }
  const lines = await singleLines(asking.db, sought)
  const strays = lines.filter(({ outcome }) => outcome === 'conflict' || outcome === 'pending')
  const about = { ...ofRow(noun, row), side: 'base' as const, who: text(link, 'base_name'), deed: 'not-taken' }
  return strays.map(({ at, reason, mappingVersion: mapping }) => {
    return { ...about, at, fields: [], run: null, mapping, reason }
  })
}

/** A record that the base brought has no line of its making: it was there from the moment at which it was read first. */
async function birth(asking: Asking, noun: Moment['noun'], row: Row): Promise<Moment | null> {
  const { state, bornAt } = await rowAt(asking.db, { noun, row }, '')
  if (state !== 'not-yet' || bornAt === null) return null
  const nothing = { fields: [], run: null, mapping: '', reason: '' }
  return { ...ofRow(noun, row), at: bornAt, side: 'ours', who: text(row, 'base_name'), deed: 'told', ...nothing }
}

/** What one transaction did to one record is one moment. */
function merged(moments: Moment[]): Moment[] {
  const found = new Map<string, Moment>()
  for (const moment of moments) {
    const key = [moment.at, moment.side, moment.noun, moment.id, moment.who, moment.deed].join(' ')
    const same = found.get(key)
    if (same) same.fields = [...new Set([...same.fields, ...moment.fields])]
    else found.set(key, moment)
  }
  return [...found.values()]
}
