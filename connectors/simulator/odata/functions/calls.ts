/** What the bound methods have in common: the call that was understood, its arguments, the rows that come out of it. */
import type { Address } from '../address.ts'
import { refuse } from '../errors.ts'
import type { Item } from '../reading/items.ts'
import type { EntitySet } from '../metadata/sets.ts'

export type Call = Extract<Address, { to: 'call' }>

/** Rows of a result and the shape they have. */
export interface Result {
  set: EntitySet
  items: Item[]
  /** What the context URL says they are. */
  fragment: string
}

const DATE_LITERAL = /^(?:datetime)?'?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)'?$/

/** A moment among the arguments; undefined when it was not given. */
export function momentOf(args: Call['args'], name: string): string | undefined {
  const given = args[name]
  if (given === undefined || given === '') return undefined
  const moment = DATE_LITERAL.exec(given)?.[1]
  if (moment === undefined) throw refuse.badLiteral(given, 'Edm.DateTime')
  return moment
}

/** @throws {ODataError} code 21 when the call brings an argument that the method does not have */
export function assertArguments(call: Call, known: string[]): void {
  if (Object.keys(call.args).some((name) => !known.includes(name))) throw refuse.badCall(call.method)
}
