/** The safety nets of the engine, each with a way to take it away from outside: no switch for that is in the product. */
import type { ChangesQuery, Connector, Page } from '../../../connectors/connector.ts'
import { doorLike } from '../../sync/door.ts'
import { rewriting, withoutCondition, type Said } from './rewrite.ts'
import type { Otherwise } from './server.ts'
import type { Day } from './swarm.ts'

export interface Net {
  name: string
  /** What nobody could promise without it. */
  promise: string
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

/** Two read one exchange, and what one confirms the other has not stored yet. */
const readTogether: Partial<Day> = {
  changes: 'plan',
  mode: 'running',
  servers: 2,
  deaths: false,
  roundEveryMs: 3_000,
  deeds: 16,
  orders: 2,
  chaosMs: 50_000,
  share: 0.6,
  troubles: ['slow', 'slow-after-commit'],
  steps: ['select', 'acknowledge'],
}

export const nets: Net[] = [
  {
    name: 'look before repeating',
    promise: 'I1: at most one live document per request',
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
    promise: 'I1: at most one live document per request',
    day: { ...rough, keys: 'own' },
    off: { door: (door) => doorLike(door, { abilities: { ...door.abilities, clientKey: 'proven' } }) },
  },
  {
    name: 'lease and fence of a request',
    promise: 'I1: at most one live document per request',
    day: { servers: 2, mode: 'running', keys: 'own', orders: 3, ...rough, troubles: ['slow', 'slow-after-commit'] },
    off: { base: (database) => rewriting(database, withoutLease) },
  },
  {
    name: 'acknowledging after storing',
    promise: 'I2: never a lost payment',
    day: { changes: 'plan', deaths: true, deeds: 8, orders: 2, share: 0.1, troubles: ['reset', 'cut'] },
    off: { door: (door) => doorLike(door, { changes: (query) => acknowledgedFirst(door, query) }) },
  },
  {
    name: 'comparing before posting',
    promise: 'I4: money equal on both sides',
    day: slowly,
    off: { door: (door) => doorLike(door, remembering(door)) },
  },
  {
    name: 'the attempt is written down before its first byte',
    promise: 'I9: intent before effect',
    day: {},
    off: { base: (database) => rewriting(database, withoutSending) },
  },
  {
    name: 'people are asked',
    promise: 'I6: no silent drop',
    day: slowly,
    off: { base: (database) => rewriting(database, withoutQuestions) },
  },
  {
    name: 'one reader of a base',
    promise: 'I2: never a lost payment',
    day: readTogether,
    off: {
      base: (database) => rewriting(database, withoutReader),
      // The net behind it: whoever takes a base from another reader acknowledges nothing for a while.
      door: (door) => doorLike(door, { changes: (query) => door.changes({ ...query, late: false }) }),
    },
  },
  {
    name: 'a connection whose password is refused is stopped',
    promise: 'a refused password is not tried again before a person has looked',
    day: { edges: ['unauthorised'], troubles: [], steps: ['list', 'select'], share: 0.8, servers: 1, chaosMs: 50_000 },
    off: { base: (database) => rewriting(database, withoutStop) },
  },
  {
    name: 'a click on what another click has begun is refused',
    promise: 'I1: at most one live document per request',
    day: { orders: 4, troubles: [], share: 0, deeds: 0 },
    off: { base: (database) => rewriting(database, withoutDoubles) },
  },
]

/** Nets that a day cannot miss, and who misses them: told with the figures, so that nobody takes them for tried here. */
export const NOT_OF_DAYS: Record<string, string> = {
  'daily comparison': 'off in all days, so it masks nothing here; layer divergences',
  'keys of the HTTP API':
    'without them a repeated click is refused instead of answered, never done twice; layers kill and races',
}

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

/** Whoever comes reads the base, whoever reads it, and goes on whatever fence it has. */
function withoutReader(said: Said): Said {
  return withoutCondition('bases', /.(lease_until. <= \?|fence. = \?)/g)(said)
}

/** A stop becomes a short rest. */
function withoutStop(said: Said): Said {
  if (!said.sql.startsWith('update `bases`')) return said
  const going = (value: unknown) =>
    typeof value === 'string' ? value.replace('"state":"stopped"', '"state":"unreachable"') : value
  return { ...said, bindings: (said.bindings ?? []).map(going) }
}

/** Nobody sees an invoice that is on its way, nor that the deal has changed since it was looked at. */
function withoutDoubles(said: Said): Said {
  if (said.sql.startsWith('select `uuid` from `invoices` where `deal_id` = ?'))
    return { ...said, sql: said.sql.replace('`deal_id` = ?', '(`deal_id` = ? and 1 = 0)') }
  return withoutCondition('deals', /.version. = \?/g)(said)
}
