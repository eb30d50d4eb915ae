/** Consumes changes the way the engine does: stores a page with its cursor, then asks for the next one. */
import type { Connector, Foreign, Known, Page } from '../../connectors/connector.ts'

const READING_MS = 30_000

export class Reader {
  readonly #connector: Connector
  readonly #kinds: string[]
  readonly #held: Map<string, Foreign>
  cursor: string | null
  /** A call was cut off that may still be carried out; the engine forgets it when it cannot be any more. */
  late = false

  readonly known: Known = {
    versions: async (kind, keys) => {
      const found = keys.flatMap((key) => this.#held.get(`${kind} ${key}`) ?? [])
      return new Map(found.map(({ key, version }) => [key, version]))
    },
    // As the engine answers it: bounds count only when both are given.
    keysWithin: async (kind, from, until) => {
      const all = [...this.#held.values()].filter((item) => item.kind === kind)
      return all.filter(({ fields }) => !from || !until || isWithin(fields['Date'], from, until)).map(({ key }) => key)
    },
  }

  /** @param before a reader whose store and position are taken over */
  constructor(connector: Connector, kinds: string[], before?: Reader) {
    this.#held = before ? before.#held : new Map<string, Foreign>()
    this.cursor = before ? before.cursor : null
    this.#connector = connector
    this.#kinds = kinds
  }

  /** Reads to the end, or until so many pages have been stored; answers what came. */
  async read(pages = Infinity): Promise<Foreign[]> {
    const came: Foreign[] = []
    let stored = 0
    for await (const page of this.stream()) {
      this.#store(page)
      came.push(...page.items)
      if (++stored >= pages) break
    }
    return came
  }

  /** Gets the first page with something on it and dies before storing it. */
  async readAndCrash(): Promise<Foreign[]> {
    for await (const page of this.stream()) if (page.items.length > 0) return page.items
    return []
  }

  keys(kind: string): string[] {
    return [...this.#held.values()].filter((item) => item.kind === kind).map(({ key }) => key)
  }

  stream(): AsyncIterable<Page> {
    const signal = AbortSignal.timeout(READING_MS)
    const cutOff = () => {
      this.late = true
    }
    const seen = { since: this.cursor, known: this.known, late: this.late }
    return this.#connector.changes({ kinds: this.#kinds, ...seen, cutOff, signal })
  }

  #store({ items, cursor }: Page): void {
    for (const item of items) {
      if (item.gone) this.#held.delete(`${item.kind} ${item.key}`)
      else this.#held.set(`${item.kind} ${item.key}`, item)
    }
    this.cursor = cursor
  }
}

function isWithin(date: unknown, from: string, until: string): boolean {
  return typeof date !== 'string' || (date >= from && date < until)
}
