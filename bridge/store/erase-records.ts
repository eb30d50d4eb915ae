/** Blanks the records of an erased person and what was said, typed and kept about these very records. Documents stay. */
import { createHash } from 'node:crypto'
import { PERSON_NOUNS, PERSON_TABLES, PLACES, erasedName } from '../domain/personal-data.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Row } from './bulk.ts'
import type { Db } from './db.ts'
import { eraseSaid, eraseSent } from './erase-said.ts'
import { rowsOf, type PersonRecord } from './persons.ts'

/** How many of each sort of data were erased. */
export type Erased = Record<string, number>

export interface Erasing {
  db: Db
  /** Number of the act. */
  act: number
  records: PersonRecord[]
  /** By which the person is known, `wordsOf`. */
  words: string[]
  at: string
}

/** Counts by table of what carries data of these records; the erasure asks the same and then blanks it. */
export async function eraseRecords(given: Erasing): Promise<Erased> {
  const entities = rowsOf(given.records, 'counterparty')
  const erased: Erased = { records: given.records.length }
  erased['journal'] = (await eraseJournal(given, entities)) + (await eraseSent(given.db, given.words))
  await blankOwn(given)
  erased['changes'] = await blankChanges(given)
  erased['edits'] = await blankEdits(given, entities)
  erased['requests'] = await blankRequests(given, entities)
  erased['versions'] = await renameInVersions(given, entities)
  erased['questions'] = await blankTroubles(given, entities)
  return erased
}

/** What own columns say after the erasure. */
function blankRow(table: string, act: number): Row {
  const name = erasedName(act)
  const said: Row = { name, full_name: name, search_key: searchKey(name), legal_form: 'person' }
  return Object.fromEntries((PLACES[table]?.own ?? []).map((column) => [column, said[column] ?? '']))
}

async function blankOwn({ db, act, records, at }: Erasing): Promise<void> {
  for (const noun of PERSON_NOUNS) {
    const table = PERSON_TABLES[noun]
    const set = { ...blankRow(table, act), ...(noun !== 'counterparty' && { updated_at: at }) }
    const ids = rowsOf(records, noun)
    if (ids.length > 0) await db(table).whereIn('id', ids).update(set).increment('version', 1)
  }
}

async function blankChanges({ db, records }: Erasing): Promise<number> {
  let blanked = 0
  for (const { noun, rowId } of records) {
    const own = PLACES[PERSON_TABLES[noun]]?.own ?? []
    const rows: { id: number; was: string }[] = await db('changes')
      .where({ noun, our_id: rowId })
      .whereNot('was', '')
      .select('id', 'was')
    for (const { id, was } of rows) {
      const before = JSON.parse(was) as Record<string, unknown>
      const after = Object.fromEntries(
        Object.entries(before).map(([column, v]) => [column, own.includes(column) ? '' : v]),
      )
      if (JSON.stringify(after) === was) continue
      await db('changes')
        .where('id', id)
        .update({ was: JSON.stringify(after) })
      blanked++
    }
  }
  return blanked
}

/** What is open has nothing to say any more. */
async function blankEdits({ db, at }: Erasing, entities: number[]): Promise<number> {
  const edits = () => db('edits').where('noun', 'counterparty').whereIn('subject_id', entities)
  await edits().whereNot('state', 'settled').update({ state: 'settled', outcome: 'withdrawn', settled_at: at })
  const asked = await edits().whereNotNull('asked').update({ asked: '' })
  const met = await edits().whereNotNull('theirs').update({ theirs: '' })
  const all = await edits().update({ agreed: '', ours: '', facts: '{}' }).increment('version', 1)
  return Math.max(asked, met, all)
}

/** They have ended: what was asked of the base is in its own records. */
async function blankRequests({ db }: Erasing, entities: number[]): Promise<number> {
  const payload = '{}'
  return db('intents')
    .where('noun', 'counterparty')
    .whereIn('subject_id', entities)
    .update({ payload, payload_hash: createHash('sha256').update(payload).digest('hex'), facts: '{}' })
}

/** Questions about these very records name them, however short the name. */
async function blankTroubles({ db, records, act }: Erasing, entities: number[]): Promise<number> {
  const keys: string[] = await db('links')
    .where('noun', 'counterparty')
    .whereIn('our_id', entities)
    .pluck('foreign_key')
  const rows: { id: number; facts: string }[] = await db('troubles')
    .where('noun', 'counterparty')
    .whereIn('subject', [...records.map(({ id }) => id), ...keys])
    .select('id', 'facts')
  for (const { id, facts } of rows) {
    const said = Object.entries(JSON.parse(facts) as Record<string, unknown>)
    const blank = said.map(([name, value]) => [name, typeof value === 'string' ? erasedName(act) : value])
    await db('troubles')
      .where('id', id)
      .update({ facts: JSON.stringify(Object.fromEntries(blank)) })
  }
  return rows.length
}

/** The next look at the base must not take the blank name for a change of the document. */
async function renameInVersions({ db, act }: Erasing, entities: number[]): Promise<number> {
  const rows: { id: number; body: string }[] = await db('invoice_versions')
    .join('invoices', 'invoices.id', 'invoice_versions.invoice_id')
    .whereIn('invoices.counterparty_id', entities)
    .select('invoice_versions.id', 'invoice_versions.body')
  for (const { id, body } of rows) {
    const snapshot = { ...(JSON.parse(body) as object), counterpartyName: erasedName(act) }
    await db('invoice_versions')
      .where('id', id)
      .update({ body: JSON.stringify(snapshot) })
  }
  return rows.length
}

/** The link forgets what it has seen: a page that is on its way with the old words fails on it and is taken anew. */
async function eraseJournal({ db, act }: Erasing, entities: number[]): Promise<number> {
  const links = await db('links').where('noun', 'counterparty').whereIn('our_id', entities).select()
  let said = 0
  for (const { base_id: base, foreign_key: key, our_id: ourId } of links as LinkRow[]) {
    const row: { marked: number | boolean } | undefined = await db('counterparties').where('id', ourId).first('marked')
    said += await eraseSaid(db, { base, key, act, marked: Boolean(row?.marked) })
    await db('links').where({ base_id: base, noun: 'counterparty', foreign_key: key }).update({ version: '', hash: '' })
  }
  return said
}

interface LinkRow {
  base_id: number
  foreign_key: string
  our_id: number
}
