/** Door to a 1C base over its standard OData interface. */
import type {
  Abilities,
  Catalogue,
  ChangesQuery,
  Connector,
  Draft,
  Fields,
  Foreign,
  ListQuery,
  Page,
} from '../connector.ts'
import { Misfit } from '../errors.ts'
import { Base } from './ask.ts'
import type { ODataCatalogue, ODataKind } from './catalogue.ts'
import { changesSince, listAll } from './changes.ts'
import { Description } from './description.ts'
import type { ODataOptions, PlanNode } from './options.ts'
import { discoverNode } from './plan.ts'
import { probe } from './probe.ts'
import { dialectOf, type Dialect } from './profile.ts'
import { findSome, readOne, type Source } from './read.ts'
import { change, create, setPosted } from './write.ts'

export type { ODataOptions } from './options.ts'

/** Opens a connection; nothing is sent before the first question. @throws Misfit `base.bad-address` */
export function openOData(options: ODataOptions): Connector {
  return new ODataConnector(options)
}

class ODataConnector implements Connector {
  readonly #base: Base
  readonly #description: Description
  #dialect: Dialect
  /** undefined = not looked for yet, null = there is none. */
  #node: PlanNode | null | undefined

  constructor(options: ODataOptions) {
    this.#dialect = dialectOf(options.profile)
    this.#base = new Base(options, this.#dialect.sessionsIgnored)
    this.#description = new Description(this.#base)
    if (options.plan === 'none') this.#node = null
    else if (typeof options.plan === 'object') this.#node = options.plan
    else this.#node = this.#dialect.plan
  }

  get abilities(): Abilities {
    const { clientKey, commentLength } = this.#dialect
    return { clientKey, commentLength, changes: this.#node ? 'plan' : 'window', posting: true }
  }

  describe(signal?: AbortSignal): Promise<Catalogue> {
    return this.#description.read(signal)
  }

  async probe(consent: boolean, signal?: AbortSignal): ReturnType<Connector['probe']> {
    const catalogue = await this.#description.read(signal)
    const found = await probe({
      base: this.#base,
      catalogue,
      dialect: this.#dialect,
      consent,
      ...(signal && { signal }),
    })
    this.#dialect = found.dialect
    if (this.#node === undefined) this.#node = found.dialect.plan
    return { abilities: this.abilities, lines: found.lines, profile: { ...found.dialect } }
  }

  async *changes(query: ChangesQuery): AsyncGenerator<Page> {
    const catalogue = await this.#description.read(query.signal)
    const kinds = query.kinds.map((name) => published(catalogue, name))
    if (this.#node === undefined) this.#node = await discoverNode(this.#base, catalogue, query.signal)
    yield* changesSince(this.#base, kinds, query, this.#node)
  }

  async *list(query: ListQuery): AsyncGenerator<Foreign[]> {
    const catalogue = await this.#description.read(query.signal)
    yield* listAll(this.#base, published(catalogue, query.kind), query)
  }

  async find(kind: string, where: Fields, limit: number): Promise<Foreign[]> {
    return findSome(await this.#source(kind), where, limit)
  }

  async read(kind: string, key: string): Promise<Foreign | null> {
    return readOne(await this.#source(kind), key)
  }

  async write(draft: Draft): Promise<Foreign> {
    const source = await this.#source(draft.kind)
    const { seen } = draft
    return seen === undefined ? create(source, draft) : change(source, { ...draft, seen })
  }

  async post(kind: string, key: string): Promise<Foreign> {
    return setPosted(await this.#source(kind), key, true)
  }

  async unpost(kind: string, key: string): Promise<Foreign> {
    return setPosted(await this.#source(kind), key, false)
  }

  close(): Promise<void> {
    return this.#base.wire.close()
  }

  async #source(name: string): Promise<Source> {
    return { base: this.#base, kind: published(await this.#description.read(), name) }
  }
}

function published(catalogue: ODataCatalogue, name: string): ODataKind {
  const kind = catalogue.kinds.get(name)
  if (kind) return kind
  throw new Misfit('base.not-exposed', `the base does not publish ${name}`, { kind: name })
}
