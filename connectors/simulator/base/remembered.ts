/** Keeps what was worked out from the whole base until something in it changes: lists of items, sorted orders. */
import type { Base } from './base.ts'

/** The oldest results go when there are more; clients page through a handful of lists at a time. */
const MAX_RESULTS = 32

interface Shelf {
  changes: number
  results: Map<string, unknown>
}

const shelves = new WeakMap<Base, Shelf>()

/** @param name says what the result is; the same name always stands for the same type */
export function remembered<T>(base: Base, name: string, make: () => T): T {
  const shelf = shelfOf(base)
  if (shelf.results.has(name)) return shelf.results.get(name) as T
  const result = make()
  if (shelf.results.size >= MAX_RESULTS) shelf.results.delete([...shelf.results.keys()][0] ?? '')
  shelf.results.set(name, result)
  return result
}

function shelfOf(base: Base): Shelf {
  const shelf = shelves.get(base)
  if (shelf?.changes === base.changes) return shelf
  const fresh = { changes: base.changes, results: new Map<string, unknown>() }
  shelves.set(base, fresh)
  return fresh
}
