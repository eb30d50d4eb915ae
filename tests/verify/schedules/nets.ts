/** The safety nets of the engine, each with a way to take it away from outside: no switch for that is in the product. */
import type { ChangesQuery, Connector, Page } from '../../../connectors/connector.ts'
import { doorLike } from '../../sync/door.ts'
import { rewriting, withoutCondition, type Said } from './rewrite.ts'
import type { Otherwise } from './server.ts'
import type { Day } from './swarm.ts'

export interface Net {
  name: string
  /** Days on which it is missed soonest. */
  day: Partial<Day>
  off: Otherwise
}

/** Answers of creations get lost. */
const rough: Partial<Day> = {
  share: 0.35,
  troubles: ['reset-after-commit', 'cut', 'slow-after-commit', 'html-after-commit'],
  steps: ['create invoice'],
}
/** Documents wait long for being posted, and people work on them meanwhile. */
const slowly: Partial<Day> = {
  deeds: 16,
  orders: 4,
  chaosMs: 40_000,
  share: 0.45,
  troubles: ['proxy', 'reset'],
  steps: ['post'],
}

export const nets: Net[] = [
  {
    name: 'look before repeating',
    day: { ...rough, keys: 'own' },
    off: {
      door: (door) =>
        doorLike(door, {
          find: (kind, where, limit) => (isMark(where) ? Promise.resolve([]) : door.find(kind, where, limit)),
          changes: (query) => withoutMarks(door, query),
        }),
    },
  },
  {
    name: 'a key of ours that forbids a second record',
    day: { ...rough, keys: 'own' },
    off: { door: (door) => doorLike(door, { abilities: { ...door.abilities, clientKey: 'proven' } }) },
  },
  {
    name: 'lease and fence of a request',
    day: { servers: 2, mode: 'running', keys: 'own', orders: 3, ...rough, troubles: ['slow', 'slow-after-commit'] },
    off: { base: (database) => rewriting(database, withoutLease) },
  },
  {
    name: 'acknowledging after storing',
    day: { changes: 'plan', deaths: true, deeds: 8, orders: 2, share: 0.1, troubles: ['reset', 'cut'] },
    off: { door: (door) => doorLike(door, { changes: (query) => acknowledgedFirst(door, query) }) },
  },
  {
    name: 'comparing before posting',
    day: slowly,
    off: { door: (door) => doorLike(door, remembering(door)) },
  },
  {
    name: 'the attempt is written down before its first byte',
    day: {},
    off: { base: (database) => rewriting(database, withoutSending) },
  },
  {
    name: 'people are asked',
    day: slowly,
    off: { base: (database) => rewriting(database, withoutQuestions) },
  },
]

/** Reading recognises what an unknown outcome has left as well: it must not see the mark either. */
async function* withoutMarks(door: Connector, query: ChangesQuery): AsyncGenerator<Page> {
  for await (const page of door.changes(query)) {
    const items = page.items.map((item) => ({ ...item, fields: { ...item.fields, Комментарий: '' } }))
    yield { ...page, items }
  }
}

function isMark(where: Record<string, unknown>): boolean {
  return Object.values(where).some((value) => typeof value === 'object' && value !== null && 'startsWith' in value)
}

/** Whoever comes takes the request, whoever holds it, and writes whatever fence it has. */
function withoutLease(said: Said): Said {
  const free = withoutCondition('intents', /.(intents.\..)?lease_until. <= \?/g)(said)
  return withoutCondition('intents', /.(fence|state). = \?/g)(free)
}

/** The page is acknowledged before it is handed over. */
async function* acknowledgedFirst(door: Connector, query: ChangesQuery): AsyncGenerator<Page> {
  const pages: Page[] = []
  for await (const page of door.changes(query)) pages.push(page)
  yield* pages
}

/** A document that is not posted is taken to be what it was when it was created. */
function remembering(door: Connector): Partial<Connector> {
  const totals = new Map<string, unknown>()
  return {
    write: async (draft) => {
      const written = await door.write(draft)
      totals.set(written.key, written.fields['СуммаДокумента'])
      return written
    },
    read: async (kind, key) => {
      const read = await door.read(kind, key)
      if (!read || !totals.has(key) || read.fields['Posted'] === true) return read
      return { ...read, fields: { ...read.fields, СуммаДокумента: totals.get(key) } }
    },
  }
}

function withoutSending(said: Said): Said {
  if (!said.sql.startsWith('update `intents`')) return said
  return { ...said, bindings: (said.bindings ?? []).map((value) => (value === 'sending' ? 'queued' : value)) }
}

function withoutQuestions(said: Said): Said {
  if (!said.sql.startsWith('insert into `troubles`')) return said
  return {
    ...said,
    sql:
      said.sql.replace('insert into', 'insert or ignore into').replace('values', 'select * from (values') +
      ') where 1 = 0',
  }
}
