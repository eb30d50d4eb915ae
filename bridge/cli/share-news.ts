/**
 * Carries news between the processes on one database: whoever looks at a screen of one hears what happened in another. Each
 * process writes down what it publishes and asks every second what the others wrote.
 */
import type { ChangeEvent } from '../http/contract.ts'
import { createEvents, type Events } from '../http/events.ts'
import type { Database } from '../store/db.ts'
import { forgetNews, newestPlace, newsAfter, tellNews, type News, type PlacedNews } from '../store/news.ts'
import type { Log } from './log.ts'

const LOOK_EVERY_MS = 1_000
/** Places are given before the commit: one that is seen late is at most so many behind the newest. */
const LOOK_BACK = 500
const MOST_AT_ONCE = 2_000
const KEPT_MS = 600_000
const FORGET_EVERY_LOOKS = 60

export interface NewsRoom {
  /** Publishes to the screens of this process, and of the others. */
  events: Events
  /** Besides the screens, told of what other processes published. */
  onOthers(listener: (event: ChangeEvent) => void): void
  stop(): Promise<void>
}

interface Place {
  database: Database
  /** Name of this process. */
  owner: string
  /** UTC ISO text. */
  now(): string
  log: Log
}

/** Several processes share a server; the embedded database is one process's own, and its screens hear at once. */
export async function openNews(place: Place): Promise<NewsRoom> {
  const here = createEvents()
  const listeners: ((event: ChangeEvent) => void)[] = []
  const hear = (news: News) => {
    // Its own kind wrote it: the same program in another process.
    const event = news as ChangeEvent
    here.publish(event)
    for (const listener of listeners) listener(event)
  }
  const shared = place.database.dialect === 'sqlite' ? null : await shareNews({ ...place, hear })
  const publish = (event: ChangeEvent) => {
    here.publish(event)
    shared?.publish(event)
  }
  return {
    events: { ...here, publish },
    onOthers: (listener) => void listeners.push(listener),
    stop: async () => shared?.stop(),
  }
}

interface SharedNews {
  publish(news: News): void
  stop(): Promise<void>
}

interface Sharing extends Place {
  hear(news: News): void
}

async function shareNews(sharing: Sharing): Promise<SharedNews> {
  const { database, owner, log } = sharing
  const ears = openEars(sharing, await newestPlace(database.db))
  let untold: News[] = []
  let work: Promise<unknown> = Promise.resolve()
  // Screens ask again by themselves sooner or later: news that cannot be carried stop nobody.
  const carry = (deed: () => Promise<unknown>) => {
    work = work.then(deed).catch((error: unknown) => log('news.not-carried', { error }))
  }
  const tell = async () => {
    const news = untold.splice(0)
    if (news.length > 0) await tellNews(database.db, news, { owner, at: sharing.now() })
  }
  let looks = 0
  const timer = setInterval(() => {
    carry(ears.look)
    if (looks++ % FORGET_EVERY_LOOKS === 0)
      carry(() => forgetNews(database.db, new Date(Date.parse(sharing.now()) - KEPT_MS).toISOString()))
  }, LOOK_EVERY_MS)
  return {
    publish: (news) => {
      if (untold.length === 0) setImmediate(() => carry(tell))
      if (untold.length < MOST_AT_ONCE) untold.push(news)
    },
    stop: async () => {
      clearInterval(timer)
      untold = []
      await work
    },
  }
}

/** What was heard once is not passed on again, however often it is looked at. */
function openEars(sharing: Sharing, newest: number) {
  const { database, owner } = sharing
  let heardUpTo = newest
  const heard = new Set<number>()
  const pass = ({ place, owner: teller, what, id }: PlacedNews) => {
    heardUpTo = Math.max(heardUpTo, place)
    if (teller === owner || heard.has(place)) return
    heard.add(place)
    sharing.hear({ what, id })
  }
  const look = async () => {
    const from = Math.max(newest, heardUpTo - LOOK_BACK)
    for (const news of await newsAfter(database.db, from, MOST_AT_ONCE)) pass(news)
    for (const place of heard) if (place <= heardUpTo - LOOK_BACK) heard.delete(place)
  }
  return { look }
}
