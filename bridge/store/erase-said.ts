/** Takes what a base had said about a record out of the journal: its lines stay, their words go, also out of answers that are kept whole. */
import { brotliDecompressSync } from 'node:zlib'
import { erasedWords, type ErasedWords } from '../domain/personal-data.ts'
import type { Db } from './db.ts'
import { containing } from './dialect.ts'
import { packed } from './journal.ts'
import { isGone } from './journal-told.ts'

export interface SaidOf {
  /** Row id. */
  base: number
  key: string
  act: number
  /** As our row has it: the rebuild of the mirror must come to the same. */
  marked: boolean
}

const NOUN = 'counterparty'

/** @returns how many lines and items of answers said something */
export async function eraseSaid(db: Db, of: SaidOf): Promise<number> {
  return (await eraseLines(db, of)) + (await eraseItems(db, of))
}

async function eraseLines(db: Db, { base, key, act, marked }: SaidOf): Promise<number> {
  const lines: { id: number; direction: string; body: string }[] = await db('journal')
    .where({ foreign_key: key, noun: NOUN, base_id: base })
    .whereNull('observation_id')
    .select('id', 'direction', 'body')
  const telling = lines.filter(({ body }) => body !== '{}' && !isGone(JSON.parse(body) as Record<string, unknown>))
  for (const { id, direction } of telling) {
    const body = direction === 'in' ? erasedWords(act, marked) : {}
    await db('journal')
      .where('id', id)
      .update({ body: JSON.stringify(body) })
  }
  return telling.length
}

/**
 * What we had sent stands under a key of ours where the base gives keys of its own: it is found by the words.
 * @returns how many lines said one of them
 */
export async function eraseSent(db: Db, words: string[]): Promise<number> {
  let erased = 0
  for (const word of words)
    erased += await db('journal')
      .where({ noun: NOUN, direction: 'out' })
      .whereRaw(`?? like ? escape '\\'`, ['body', containing(JSON.stringify(word).slice(1, -1))])
      .update({ body: '{}' })
  return erased
}

interface Placed {
  observation_id: number
  item: number
  foreign_key: string
}

/** A record stands in an answer also where it was no news and has no line: it is looked for in every answer about its noun. */
async function eraseItems(db: Db, of: SaidOf): Promise<number> {
  const ids: number[] = await db('journal')
    .where({ base_id: of.base, noun: NOUN })
    .whereNotNull('observation_id')
    .distinct('observation_id')
    .orderBy('observation_id')
    .pluck('observation_id')
  let erased = 0
  for (const id of ids) erased += await eraseInAnswer(db, id, of)
  return erased
}

type Item = Record<string, unknown>

async function eraseInAnswer(db: Db, id: number, { key, act, marked }: SaidOf): Promise<number> {
  const row: { body: Uint8Array } | undefined = await db('observations').where('id', id).first('body')
  if (!row) return 0
  const answer = JSON.parse(brotliDecompressSync(row.body).toString('utf8')) as { value: Item[] }
  const field = await keyField(db, id, answer.value)
  const places = answer.value.flatMap((item, at) => (same(item[field], key) ? [at] : []))
  if (field === '' || places.length === 0) return 0
  const words: ErasedWords = erasedWords(act, marked)
  for (const at of places) answer.value[at] = { [field]: key, ...words }
  await db('observations')
    .where('id', id)
    .update({ body: await packed(new TextEncoder().encode(JSON.stringify(answer))) })
  return places.length
}

/** Name under which the base gives its own key: the one that holds the key of a line. */
async function keyField(db: Db, observation: number, items: Item[]): Promise<string> {
  const line: Placed | undefined = await db('journal')
    .where({ observation_id: observation, noun: NOUN })
    .whereNotNull('item')
    .first('item', 'foreign_key')
  const found = Object.entries(items[line?.item ?? -1] ?? {}).find(([, value]) => same(value, line?.foreign_key ?? ''))
  return found?.[0] ?? ''
}

function same(value: unknown, key: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === key.toLowerCase()
}
