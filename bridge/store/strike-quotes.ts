/** Strikes the words of an erased person out of what others have written: deals, notes, questions, answers that were kept. */
import { erasedName, isTelling, PERSON_NOUNS, PERSON_TABLES, PLACES, type PersonNoun } from '../domain/personal-data.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Db } from './db.ts'
import { containing } from './dialect.ts'
import { rowsOf, type PersonRecord } from './persons.ts'

/** Columns by which a person is recognised in a text, and how edits name them. */
const TELLING: Record<PersonNoun, string[]> = {
  client: ['name', 'phone', 'email', 'address'],
  contact: ['name', 'phone', 'email'],
  counterparty: ['name', 'full_name', 'tax_number', 'phone', 'email', 'address'],
}

/** Names, numbers and addresses by which these records are known or were known, longest first. Ask before they are blanked. */
export async function wordsOf(db: Db, records: PersonRecord[]): Promise<string[]> {
  const words = new Set<string>()
  for (const noun of PERSON_NOUNS) {
    const ids = rowsOf(records, noun)
    const rows = (await db(PERSON_TABLES[noun]).whereIn('id', ids).select(TELLING[noun])) as Texts[]
    const former: string[] = await db('changes').where({ noun }).whereIn('our_id', ids).whereNot('was', '').pluck('was')
    for (const row of [...rows, ...former.map((was) => JSON.parse(was) as Texts)])
      for (const column of TELLING[noun]) words.add(String(row[column] ?? '').trim())
  }
  const edits = (await db('edits')
    .where('noun', 'counterparty')
    .whereIn('subject_id', rowsOf(records, 'counterparty'))) as Texts[]
  for (const edit of edits) for (const side of SIDES) words.add(String(edit[side] ?? '').trim())
  for (const word of Array.from(words)) words.add(word.replaceAll(LEGAL_FORM, ' ').trim())
  return [...words].filter(isTelling).toSorted((one, other) => other.length - one.length)
}

/** People write the name alone, too. */
const LEGAL_FORM = /(?<!\p{L})(?:ИП|Индивидуальный предприниматель)(?!\p{L})/giu

type Texts = Record<string, string | number | null>
const SIDES = ['agreed', 'asked', 'ours', 'theirs']

/** Words that nobody else is known by: a phone of the firm stays where it is. Ask after the person's own records are blanked. */
export async function onlyTheirs(db: Db, words: string[]): Promise<string[]> {
  const own: string[] = []
  for (const word of words) if (!(await isSomebodys(db, word))) own.push(word)
  return own
}

async function isSomebodys(db: Db, word: string): Promise<boolean> {
  for (const noun of PERSON_NOUNS) {
    const row: object | undefined = await db(PERSON_TABLES[noun])
      .where((either) => {
        for (const column of TELLING[noun]) void either.orWhere(column, word)
      })
      .first('id')
    if (row) return true
  }
  return false
}

export interface Quote {
  table: string
  column: string
  /** Row id. */
  id: number
  text: string
}

/** Texts of others that say one of these words. */
export async function quotesOf(db: Db, words: string[]): Promise<Quote[]> {
  const found: Quote[] = []
  for (const [table, { quotes = [] }] of Object.entries(PLACES))
    for (const column of quotes) {
      const texts = column === 'search_key' ? [] : await textsWith(db, { table, column }, words)
      for (const [id, text] of texts) found.push({ table, column, id, text })
    }
  return found
}

/** @returns how many texts were changed */
export async function strikeQuotes(db: Db, words: string[], act: number): Promise<number> {
  const quotes = await quotesOf(db, words)
  for (const { table, column, id, text: said } of quotes) {
    const text = words.flatMap(spellings).reduce((left, word) => left.replaceAll(word, erasedName(act)), said)
    const key = column === 'name' ? { search_key: searchKey(text) } : {}
    await db(table)
      .where('id', id)
      .update({ [column]: text, ...key })
  }
  return quotes.length
}

/** By row id. */
async function textsWith(
  db: Db,
  { table, column }: Pick<Quote, 'table' | 'column'>,
  words: string[],
): Promise<Map<number, string>> {
  const texts = new Map<number, string>()
  for (const word of words.flatMap(spellings)) {
    const rows = (await db(table)
      .whereRaw(`?? like ? escape '\\'`, [column, containing(word)])
      .select('id', column)) as Texts[]
    // Where signs are compared loosely, only the very word counts.
    for (const row of rows) if (String(row[column]).includes(word)) texts.set(Number(row['id']), String(row[column]))
  }
  return texts
}

/** As it is, and as it stands in JSON, where quotes have a stroke before them. */
function spellings(word: string): string[] {
  return [...new Set([word, JSON.stringify(word).slice(1, -1)])]
}

/** Lines of the audit trail that quote one of these words: the chain is never rewritten, so they are told. */
export async function auditQuoting(db: Db, words: string[]): Promise<number[]> {
  const lines = new Set<number>()
  for (const word of words.flatMap(spellings)) {
    const ids: number[] = await db('audit')
      .whereRaw(`?? like ? escape '\\'`, ['facts', containing(word)])
      .pluck('id')
    for (const id of ids) lines.add(id)
  }
  return [...lines].toSorted((one, other) => one - other)
}
