/** Couples keys of a base with our rows: links read once per page and remembered while they are hot. */
import type { Noun } from '../domain/sync.ts'
import type { Db } from '../store/db.ts'
import { linksByKey, type Link } from '../store/links.ts'
import type { Named, Reference } from './references.ts'

/** Row ids remembered per process; references repeat (firms, products, big clients). About 20 MB. */
const MOST_REMEMBERED = 200_000

/** Nothing names a receipt: remembering them would only push out what is asked for. */
const UNNAMED = new Set<Noun>(['bank-receipt', 'cash-receipt'])

type Coupled = Pick<Link, 'noun' | 'foreignKey' | 'ourId'>
type Rows = Map<Noun, Map<string, number>>
type Lookup = (noun: Noun, key: string) => number | undefined

/**
 * What the process remembers is proven: committed rows. A page that is being saved has couples of its own on top: what it
 * learns becomes everybody's with its commit, and nobody else can make it forget a row on the way.
 */
export class Couples {
  readonly #base: number
  readonly #before: { couples: Couples; ourId: Lookup } | undefined
  /** By noun, then by key: asked for once per field and line, so no key is put together for the question. */
  #rows: Rows = new Map()
  /** What was asked for of those before: a page asks for the same few again and again, and they are many. */
  readonly #near: Rows = new Map()
  #remembered = 0

  /** @param base row id of the base */
  constructor(base: number, before?: { couples: Couples; ourId: Lookup }) {
    this.#base = base
    this.#before = before
  }

  forPage(): Couples {
    const rows = this.#rows
    const before = this.#before
    const ourId: Lookup = (noun, key) => rows.get(noun)?.get(key) ?? before?.ourId(noun, key)
    return new Couples(this.#base, { couples: this, ourId })
  }

  /** The page is committed. */
  share(): void {
    this.#before?.couples.take(this.#rows)
  }

  /** Row id behind a key that `load` has seen; undefined = unknown or empty. */
  ourId(noun: Noun, key: string): number | undefined {
    return this.#rows.get(noun)?.get(key) ?? this.#near.get(noun)?.get(key) ?? this.#fromBefore(noun, key)
  }

  #fromBefore(noun: Noun, key: string): number | undefined {
    const ourId = this.#before?.ourId(noun, key)
    if (ourId !== undefined) keep(this.#near, { noun, foreignKey: key, ourId })
    return ourId
  }

  learn(known: Coupled): void {
    if (UNNAMED.has(known.noun)) return
    keep(this.#rows, known)
    this.#remembered++
  }

  /** Remembers what a page on top of this has learnt. */
  take(learnt: Rows): void {
    // A new map, not an emptied one: pages on their way still look into the old one.
    if (this.#remembered >= MOST_REMEMBERED) [this.#rows, this.#remembered] = [new Map(), 0]
    for (const [noun, rows] of learnt) for (const [foreignKey, ourId] of rows) this.learn({ noun, foreignKey, ourId })
    this.#before?.couples.take(learnt)
  }

  /** Looks up what is not remembered yet. @returns the references that nothing of ours stands for. */
  async load(db: Db, tellAll: (named: Named) => void): Promise<Reference[]> {
    const wanted = new Map<Noun, Set<string>>()
    tellAll((noun, key) => {
      if (key === '' || this.ourId(noun, key) !== undefined) return
      const keys = wanted.get(noun)
      if (keys) keys.add(key)
      else wanted.set(noun, new Set([key]))
    })
    const missing: Reference[] = []
    for (const [noun, keys] of wanted) {
      const links = await linksByKey(db, { base: this.#base, noun }, [...keys])
      for (const link of links.values()) this.learn(link)
      for (const key of keys) if (!links.has(key)) missing.push({ noun, key })
    }
    return missing
  }
}

function keep(into: Rows, { noun, foreignKey, ourId }: Coupled): void {
  const rows = into.get(noun)
  if (rows) rows.set(foreignKey, ourId)
  else into.set(noun, new Map([[foreignKey, ourId]]))
}
