/**
 * Statements that are drawn up once and only bound from then on. Knex needs longer to put a text together than the SQLite of
 * this process needs to carry it out. On a server the way there costs more than both, so there each call draws it up anew.
 */
import type { Knex } from 'knex'
import type { Db } from './db.ts'
import { dialectOf } from './dialect.ts'
import { carryOut, type Client, type Compiled } from './lean-runner.ts'

type Value = string | number | boolean | null
export type Values = Record<string, Value | number[] | string[]>
type Drawn = Knex.QueryBuilder | Knex.Raw

/** Stands in a drawn text for the value of a call. */
class Slot {
  readonly name: string
  readonly list: boolean

  constructor(name: string, list = false) {
    this.name = name
    this.list = list
  }
}

interface Text {
  compiled: Compiled
  slots: (Slot | Value)[]
}

/**
 * @param draw puts the statement together from named values; it must not look at them, for it sees them only once
 * @returns the statement, to be called with a connection or transaction and the values of this time
 */
export function statement<In extends Values, Answer>(
  draw: (db: Db, its: In) => Drawn,
): (db: Db, values: In) => Promise<Answer> {
  let text: Text | undefined
  return (db, values) => {
    if (dialectOf(db) !== 'sqlite') return draw(db, values)
    text ??= drawUp(draw(db, SLOTS as In))
    return carryOut(db.client as Client, bound(text, values)) as Promise<Answer>
  }
}

/** Any name is a slot of that name. */
const SLOTS = new Proxy({}, { get: (_none, name) => new Slot(String(name)) })

function drawUp(drawn: Drawn): Text {
  const compiled = (drawn as unknown as { toSQL(): Compiled }).toSQL()
  return { compiled, slots: (compiled.bindings ?? []) as Text['slots'] }
}

function bound({ compiled, slots }: Text, values: Values): Compiled {
  return { ...compiled, bindings: slots.map((slot) => (slot instanceof Slot ? valueOf(slot, values) : slot)) }
}

/** @throws Error for a value that was forgotten: a database would take it for "nothing" */
function valueOf({ name, list }: Slot, values: Values): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`a statement was not given its ${name}`)
  return list ? JSON.stringify(value) : (value as Value)
}

/** `column` is one of a list of any length; for `query.modify(...)` inside a drawn statement. */
export function among(column: string, list: number[] | string[]): (query: Knex.QueryBuilder) => void {
  return (query) => {
    if (!(list instanceof Slot)) void query.whereIn(column, list)
    else void query.whereRaw('?? in (select value from json_each(?))', [column, new Slot(list.name, true)] as never)
  }
}
