/** News for the screens of every process on one database: which record changed. Nobody reads them later than a moment after. */
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'

export interface News {
  what: string
  /** Public id of the record. */
  id: string
}

export interface PlacedNews extends News {
  place: number
  /** Name of the process that told it. */
  owner: string
}

interface NewsRow {
  id: number
  owner: string
  what: string
  record: string
}

export async function tellNews(db: Db, news: News[], by: { owner: string; at: string }): Promise<void> {
  await insertRows(
    db,
    'news',
    news.map(({ what, id }) => ({ at: by.at, owner: by.owner, what, record: id })),
  )
}

/** In the order of their places, which is nearly that of their commits: look a little back, or one that came late is missed. */
export async function newsAfter(db: Db, place: number, most: number): Promise<PlacedNews[]> {
  const rows: NewsRow[] = await db('news').where('id', '>', place).orderBy('id').limit(most)
  return rows.map(({ id, owner, what, record }) => ({ place: id, owner, what, id: record }))
}

/** 0 = there are none. */
export async function newestPlace(db: Db): Promise<number> {
  const row: { id: number } | undefined = await db('news').orderBy('id', 'desc').first('id')
  return row?.id ?? 0
}

/** @param before UTC ISO text */
export async function forgetNews(db: Db, before: string): Promise<void> {
  await db('news').where('at', '<', before).delete()
}
