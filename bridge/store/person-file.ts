/** Everything that is kept about a person, and where each piece came from: what the person may ask to be given. */
import { PERSON_NOUNS, PERSON_TABLES, PLACES } from '../domain/personal-data.ts'
import { consentsOf, type Consent } from './consents.ts'
import type { Db } from './db.ts'
import { saidIn } from './journal.ts'
import { rowsOf, type PersonRecord } from './persons.ts'
import { quotesOf, wordsOf, type Quote } from './strike-quotes.ts'

type Values = Record<string, string | number | boolean | null>

/** Who or what brought a piece: a base, or a person of ours. */
interface From {
  base?: string
  who?: string
  at: string
}

export interface PersonFile {
  records: { noun: string; id: string; values: Values; from: From }[]
  /** What each change took away, newest first. */
  changes: { noun: string; id: string; was: Values; deed: string; from: From }[]
  /** Texts typed here for accounting, with what accounting said instead. */
  edits: { field: string; before: string; ours: string; theirs: string; outcome: string; from: From }[]
  /** Word for word, newest first. */
  saidByBases: { direction: string; said: unknown; from: From }[]
  requests: { act: string; state: string; asked: unknown; from: From }[]
  quotes: Quote[]
  consents: Consent[]
  documents: { sort: string; number: string; date: string; sumMinor: number | null; text: string; base: string }[]
}

/** Most lines of one sort; older ones are named by the count in the answer of the erasure. */
const MOST_LINES = 10_000

export async function personFile(db: Db, records: PersonRecord[]): Promise<PersonFile> {
  const entities = rowsOf(records, 'counterparty')
  return {
    records: await recordsOf(db, records),
    changes: await changesOf(db, records),
    edits: await editsOf(db, entities),
    saidByBases: await saidOf(db, entities),
    requests: await requestsOf(db, entities),
    quotes: await quotesOf(db, await wordsOf(db, records)),
    consents: await consentsOf(
      db,
      records.map(({ id }) => id),
    ),
    documents: await documentsOf(db, entities),
  }
}

async function recordsOf(db: Db, records: PersonRecord[]): Promise<PersonFile['records']> {
  const bases = await baseNames(db)
  const found: PersonFile['records'] = []
  for (const noun of PERSON_NOUNS) {
    const table = PERSON_TABLES[noun]
    const rows = (await db(table).whereIn('id', rowsOf(records, noun))) as Values[]
    for (const row of rows) {
      const base = bases.get(Number(row['base_id'] ?? 0))
      const at = text(row['as_of'] ?? row['updated_at'])
      found.push({
        noun,
        id: text(row['uuid']),
        values: ownOf(table, row),
        from: { ...(base !== undefined && { base }), at },
      })
    }
  }
  return found
}

/** Keys by which names are sorted and found only repeat the name. */
function ownOf(table: string, row: Values): Values {
  const own = (PLACES[table]?.own ?? []).filter((column) => column !== 'search_key')
  return Object.fromEntries(own.map((column) => [column, row[column] ?? null]))
}

async function changesOf(db: Db, records: PersonRecord[]): Promise<PersonFile['changes']> {
  const found: PersonFile['changes'] = []
  for (const { noun, rowId, id } of records) {
    const rows = (await db('changes')
      .where({ noun, our_id: rowId })
      .whereNot('was', '')
      .orderBy('id', 'desc')
      .limit(MOST_LINES)) as Values[]
    for (const row of rows) {
      const from = { who: text(row['who']), at: text(row['at']) }
      found.push({ noun, id, was: JSON.parse(text(row['was'])) as Values, deed: text(row['deed']), from })
    }
  }
  return found
}

async function editsOf(db: Db, entities: number[]): Promise<PersonFile['edits']> {
  const rows = (await db('edits')
    .join('users', 'users.id', 'edits.author_id')
    .where('edits.noun', 'counterparty')
    .whereIn('edits.subject_id', entities)
    .orderBy('edits.id', 'desc')
    .limit(MOST_LINES)
    .select('edits.*', 'users.name as who')) as Values[]
  return rows.map((row) => ({
    field: text(row['field']),
    before: text(row['agreed']),
    ours: text(row['ours']),
    theirs: text(row['theirs']),
    outcome: text(row['outcome']) || text(row['state']),
    from: { who: text(row['who']), at: text(row['edited_at']) },
  }))
}

async function saidOf(db: Db, entities: number[]): Promise<PersonFile['saidByBases']> {
  const bases = await baseNames(db)
  const keys = db('links').where('noun', 'counterparty').whereIn('our_id', entities).select('foreign_key')
  const lines = (await db('journal')
    .where('noun', 'counterparty')
    .whereIn('foreign_key', keys)
    .orderBy('id', 'desc')
    .limit(MOST_LINES)
    .select('id', 'base_id', 'direction', 'at')) as Values[]
  const found: PersonFile['saidByBases'] = []
  for (const line of lines) {
    const from = { base: bases.get(Number(line['base_id'])) ?? '', at: text(line['at']) }
    found.push({ direction: text(line['direction']), said: await saidIn(db, Number(line['id'])), from })
  }
  return found
}

async function requestsOf(db: Db, entities: number[]): Promise<PersonFile['requests']> {
  const rows = (await db('intents')
    .join('users', 'users.id', 'intents.author_id')
    .where('intents.noun', 'counterparty')
    .whereIn('intents.subject_id', entities)
    .orderBy('intents.id', 'desc')
    .limit(MOST_LINES)
    .select('intents.*', 'users.name as who')) as Values[]
  return rows.map((row) => ({
    act: text(row['act']),
    state: text(row['state']),
    asked: JSON.parse(text(row['payload'])) as unknown,
    from: { who: text(row['who']), at: text(row['created_at']) },
  }))
}

/** Documents in which the person is a party. */
async function documentsOf(db: Db, entities: number[]): Promise<PersonFile['documents']> {
  const bases = await baseNames(db)
  const found: PersonFile['documents'] = []
  for (const [sort, sum, said] of SORTS) {
    const rows = (await db(sort).whereIn('counterparty_id', entities).orderBy('id').limit(MOST_LINES)) as Values[]
    for (const row of rows) {
      const base = bases.get(Number(row['base_id'] ?? 0)) ?? ''
      const sumMinor = sum === '' ? null : Number(row[sum])
      found.push({ sort, number: text(row['number']), date: text(row['date']), sumMinor, text: text(row[said]), base })
    }
  }
  return found
}

const SORTS = [
  ['invoices', 'total_minor', 'comment'],
  ['payments', 'amount_minor', 'purpose'],
  ['contracts', '', 'name'],
] as const

async function baseNames(db: Db): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await db('bases').select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function text(value: Values[string] | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
