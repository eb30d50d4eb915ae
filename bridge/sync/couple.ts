/** Couples keys of a base with our rows: links read once per page and remembered while they are hot. */
import type { Noun } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import { linksByKey, type Link } from '../store/links.ts'
import type { Reference } from './references.ts'

/** Row ids remembered per process; references repeat (firms, products, big clients). About 20 MB. */
const MOST_REMEMBERED = 200_000

export class Couples {
  readonly #base: number
  /** By noun, then by key: asked for once per field and line, so no key is put together for the question. */
  readonly #rows = new Map<Noun, Map<string, number>>()
  #remembered = 0

  /** @param base row id of the base */
  constructor(base: number) {
    this.#base = base
  }

  /** Row id behind a key that `load` has seen; undefined = unknown or empty. */
  ourId(noun: Noun, key: string): number | undefined {
    return this.#rows.get(noun)?.get(key)
  }

  learn(link: Link): void {
    const rows = this.#rows.get(link.noun) ?? new Map<string, number>()
    if (rows.size === 0) this.#rows.set(link.noun, rows)
    rows.set(link.foreignKey, link.ourId)
    this.#remembered++
  }

  /** Forgets everything, e.g. after a transaction that did not happen. */
  forget(): void {
    this.#rows.clear()
    this.#remembered = 0
  }

  /** Looks up what is not remembered yet. @returns the references that nothing of ours stands for. */
  async load(db: Db, references: Reference[]): Promise<Reference[]> {
    if (this.#remembered >= MOST_REMEMBERED) this.forget()
    const wanted = new Map<Noun, Set<string>>()
    for (const { noun, key } of references) {
      if (this.ourId(noun, key) !== undefined) continue
      const keys = wanted.get(noun)
      if (keys) keys.add(key)
      else wanted.set(noun, new Set([key]))
    }
    const missing: Reference[] = []
    for (const [noun, keys] of wanted) {
      const links = await linksByKey(db, { base: this.#base, noun }, [...keys])
      for (const link of links.values()) this.learn(link)
      for (const key of keys) if (!links.has(key)) missing.push({ noun, key })
    }
    return missing
  }
}
