/** A database as one process sees it, with a place to let another one go ahead: after an answer has come, before it is used. */
import type { Database, Db } from '../../bridge/store/db.ts'

/** A question that was just answered. */
export interface Asked {
  table: string
  /** `select` `first` `insert` `update` `del` */
  method: string
  inTransaction: boolean
  /** A connection is held meanwhile: whoever never goes on would keep it. */
  holdsConnection: boolean
  /** Its text. */
  sql: string
}

type After = (asked: Asked) => Promise<void> | undefined

/**
 * @param after is waited for; only then does the process go on with the answer
 * @param before is waited for before the question is asked
 */
export function watched(database: Database, after: After, before: After = () => undefined): Database {
  return {
    ...database,
    db: watch(database.db, { inTransaction: false, after, before }),
    transaction: (work) => database.transaction((tx) => work(watch(tx, { inTransaction: true, after, before }))),
  }
}

/** Lets the first question of this sort be followed by the deed; the others go on at once. */
export function afterFirst(sort: Partial<Asked>, deed: () => Promise<unknown>): After {
  let waiting = true
  return (asked) => {
    const fits = Object.entries(sort).every(([name, value]) => asked[name as keyof Asked] === value)
    if (!waiting || !fits) return undefined
    waiting = false
    return deed().then(() => undefined)
  }
}

interface Watching {
  inTransaction: boolean
  after: After
  before: After
}

function watch(db: Db, watching: Watching): Db {
  const client = watchedClient(db.client as Client, watching)
  return new Proxy(db, {
    apply: (target, self, [table]: [string]) => question(Reflect.apply(target, self, [table]), table, watching),
    get: (target, name) => (name === 'client' ? client : (Reflect.get(target, name) as unknown)),
  })
}

interface Client {
  query(connection: unknown, compiled: { sql: string; method: string }): Promise<unknown>
}

/** Statements that are drawn up once go to the client with their text. */
function watchedClient(client: Client, { inTransaction, after, before }: Watching): Client {
  return new Proxy(client, {
    get: (target, name) => {
      // What is carried out at once gives nobody else a turn; here somebody wants one.
      if (name === 'atOnce') return undefined
      if (name !== 'query') return Reflect.get(target, name) as unknown
      return async (connection: unknown, compiled: { sql: string; method: string }) => {
        const { sql, method } = compiled
        const [, table = ''] = /(?:from|update|into) [`"](\w+)/.exec(sql) ?? []
        const asked = { table, method, inTransaction, holdsConnection: true, sql }
        await before(asked)
        const answered = await target.query(connection, compiled)
        await after(asked)
        return answered
      }
    },
  })
}

type Settle = (value: unknown) => unknown

/** A question answers itself when somebody waits for it; whatever shapes it further stays the same question. */
function question(builder: PromiseLike<unknown>, table: string, { inTransaction, after, before }: Watching): object {
  const asking = new Proxy(builder, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (name === 'then') return (ok: Settle, bad: Settle) => answer(target).then(ok, bad)
      return (...given: unknown[]) => {
        const made: unknown = Reflect.apply(member, target, given)
        return made === target ? asking : made
      }
    },
  })
  async function answer(target: PromiseLike<unknown>): Promise<unknown> {
    // Its text is drawn up again only for whoever asks for it.
    const drawn = target as unknown as { toSQL(): { sql: string } }
    const method = String(Reflect.get(target, '_method'))
    const asked = {
      table,
      method,
      inTransaction,
      holdsConnection: inTransaction,
      get sql() {
        return drawn.toSQL().sql
      },
    }
    await before(asked)
    const answered: unknown = await target
    await after(asked)
    return answered
  }
  return asking
}
