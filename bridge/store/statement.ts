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

/** Stands in a drawn text for the value of a call: itself, a list as JSON, or the one value of a list. */
class Slot {
  readonly name: string
  readonly form: 'value' | 'list' | 'only'

  constructor(name: string, form: Slot['form'] = 'value') {
    this.name = name
    this.form = form
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
  const texts = new Map<string, Text>()
  return (db, values) => {
    if (dialectOf(db) !== 'sqlite') return draw(db, values)
    const singles = listsOfOne(values)
    let text = texts.get(singles)
    if (!text) {
      text = drawUp(draw(db, slotsFor(values) as In))
      texts.set(singles, text)
    }
    return carryOut(db.client as Client, bound(text, values)) as Promise<Answer>
  }
}

/** Names of the lists that hold one value: for them SQLite gets another text, which it carries out twice as fast. */
function listsOfOne(values: Values): string {
  let names = ''
  for (const name in values) if (isListOfOne(values[name])) names += `${name} `
  return names
}

function isListOfOne(value: unknown): boolean {
  return Array.isArray(value) && value.length === 1
}

/** Any name is a slot of that name. */
function slotsFor(values: Values): object {
  const form = (name: string) => (isListOfOne(values[name]) ? 'only' : 'value')
  return new Proxy({}, { get: (_none, name) => new Slot(String(name), form(String(name))) })
}

function drawUp(drawn: Drawn): Text {
  const compiled = (drawn as unknown as { toSQL(): Compiled }).toSQL()
  return { compiled, slots: (compiled.bindings ?? []) as Text['slots'] }
}

function bound({ compiled, slots }: Text, values: Values): Compiled {
  const { sql, method, output, pluck, returning } = compiled
  const bindings = slots.map((slot) => (slot instanceof Slot ? valueOf(slot, values) : slot))
  return { sql, method, output, pluck, returning, bindings }
}

/** @throws Error for a value that was forgotten: a database would take it for "nothing" */
function valueOf({ name, form }: Slot, values: Values): Value {
  const value = values[name]
  if (value === undefined) throw new Error(`a statement was not given its ${name}`)
  if (form === 'only') return (value as Value[])[0] as Value
  return form === 'list' ? JSON.stringify(value) : (value as Value)
}

/** `column` is one of a list of any length; for `query.modify(...)` inside a drawn statement. */
export function among(column: string, list: number[] | string[]): (query: Knex.QueryBuilder) => void {
  return (query) => {
    if (!(list instanceof Slot)) void query.whereIn(column, list)
    else if (list.form === 'only') void query.where(column, list as never)
    else void query.whereRaw('?? in (select value from json_each(?))', [column, new Slot(list.name, 'list')] as never)
  }
}
