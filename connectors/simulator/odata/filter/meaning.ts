/** What an expression of a filter means once it is compiled: its kind and how to read it from an item. */
import type { Context } from '../../context.ts'
import type { Item, Value } from '../reading/items.ts'
import type { EntitySet } from '../metadata/sets.ts'

export type Kind =
  | 'text'
  | 'number'
  | 'date'
  | 'yes-no'
  | 'reference' // guid of a known or unknown type
  | 'typed' // reference with its type, made by cast
  | 'composite'
  | 'storage'
  | 'rows'

export interface Env {
  item: Item
  /** Rows that lambdas stand on, by variable. */
  rows: Record<string, Item>
}

export interface Meaning {
  kind: Kind
  read: (env: Env) => Value
  /** `StandardODATA.X` of a composite or typed value. */
  typeOf?: (env: Env) => string
  /** Texts of unlimited length cannot be compared (observed). */
  unlimited?: boolean
  /** `X_Type`: may be compared, but no function takes it (observed). */
  isTypeName?: boolean
}

/** Where names of a filter are looked up. */
export interface Scope {
  context: Context
  set: EntitySet
  /** Sets of the rows that lambdas stand on, by variable. */
  variables: Map<string, EntitySet>
}
