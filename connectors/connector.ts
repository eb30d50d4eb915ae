/**
 * What the bridge may ask of any accounting base, whatever it speaks.
 * A connector speaks the base's own words (`Catalog_Контрагенты`, `ИНН`), turns failures into the four errors of
 * `errors.ts` and remembers nothing: keys, cursors and versions live with the engine.
 */

/** Field name in the base's own words -> value as the base spells it (dates `YYYY-MM-DDTHH:MM:SS`, Int64 as text). */
export type Fields = Record<string, unknown>

/** A record as the base holds it. */
export interface Foreign {
  /** Set name, e.g. `Document_СчетНаОплатуПокупателю`. */
  kind: string
  /** The base's own id (`Ref_Key`), lower case. */
  key: string
  /** Opaque version (`DataVersion`); equal versions mean equal contents, `''` when the base gave none. */
  version: string
  /** The base has physically deleted the record; `fields` is then empty. A deletion *mark* is a field, not this. */
  gone: boolean
  fields: Fields
}

/** What we want the base to hold. Without `seen` it is a creation under our `key`; with it, a change of that version. */
export interface Draft {
  kind: string
  key: string
  fields: Fields
  seen?: string
}

/** Opaque text; only the connector that made it reads it. */
export type Cursor = string

/**
 * A portion of changes. Asking the stream for the next page states that this one is durably stored: only then does the
 * connector acknowledge it to the base. Breaking out of the loop acknowledges nothing.
 */
export interface Page {
  items: Foreign[]
  /** Where to go on after this page has been stored. */
  cursor: Cursor
  /** Whole first load: how many records of the kind the base holds, if it said so. */
  total?: number
  /** The answers that brought the items, one after the other. Absent = each item was put together out of several answers. */
  said?: Said[]
}

/** An answer of the base: so many of the items of a page, in their order. */
export interface Said {
  /** As it came, byte for byte: JSON in UTF-8 whose `value` lists the items. */
  bytes: Uint8Array
  count: number
}

/** Versions that we already hold, asked by a stream that must compare (no exchange plan, or a nightly sweep). */
export interface Known {
  /** Foreign key -> version of the given keys, as stored with their links. */
  versions(kind: string, keys: string[]): Promise<Map<string, string>>
  /** Keys of documents dated inside `[from, until)` (naive base time), or of all records of a catalogue without bounds. */
  keysWithin(kind: string, from?: string, until?: string): Promise<string[]>
}

export interface ChangesQuery {
  /** Kinds of interest, dependencies first. */
  kinds: string[]
  since: Cursor | null
  /** A person has confirmed that this is the right base, whatever it lacks: what it does not hold any more is gone. */
  anew?: boolean
  known: Known
  /**
   * Fields of a kind that the consumer reads, columns of a section as `Товары/Цена`: a whole load may leave out the others.
   * Absent or empty = all are wanted.
   */
  fields?: ((kind: string) => string[]) | undefined
  /** A call of a reader before this one may still be carried out: nothing may be acknowledged that it could mark meanwhile. */
  late?: boolean
  /** Told when such a call was cut off in this very stream: the consumer keeps it for whoever reads next, be it another process. */
  cutOff?: () => void
  signal: AbortSignal
}

export interface ListQuery {
  kind: string
  /** Fields that the consumer reads, as in `ChangesQuery`; absent or empty = all. */
  fields?: string[]
  signal: AbortSignal
}

/** What the base can do; probed once per base and shown to the integrator as its dialect profile. */
export interface Abilities {
  /** A `Ref_Key` of ours is accepted on create. `unproven` until the probe has seen it. */
  clientKey: 'proven' | 'refused' | 'unproven'
  /** How changes are learnt. */
  changes: 'plan' | 'window'
  posting: boolean
  /** Longest comment proven to survive, characters; 0 = not probed. */
  commentLength: number
}

export interface CatalogueField {
  name: string
  type: 'text' | 'number' | 'integer' | 'date' | 'yes-no' | 'guid' | 'rows' | 'binary'
  /** Kind a `_Key` points to, when the base publishes it. */
  target?: string
  /** Composite attribute: the companion `<name>_Type` exists. */
  composite?: boolean
  /** Columns of a tabular section. */
  rows?: CatalogueField[]
}

export interface CatalogueKind {
  name: string
  fields: CatalogueField[]
  actions: string[]
}

/** Kinds and fields that the base publishes. */
export interface Catalogue {
  /** Recognised configuration, e.g. `bp30`, or `unknown`. */
  configuration: string
  /** Hash of the published description: changes when the base was updated. */
  fingerprint: string
  kinds: Map<string, CatalogueKind>
}

/** One line of a health check, for `doctor` and the integrator's page. */
export interface CheckLine {
  /** Stable code such as `clock`, `rights.invoice`; words live in `bridge/words`. */
  code: string
  status: 'good' | 'warning' | 'bad' | 'unknown'
  facts: Record<string, unknown>
}

/** A call that may be made now. */
export interface Pass {
  /** Says who is told, with a reason, when the call must be given up because its place was lost. */
  whenLost(tell: (reason: Error) => void): void
  /** The call has ended. */
  leave(): void
}

/** Lets calls to one base through, a few at a time: everybody who calls that base, in whatever process, passes the same one. */
export interface Gate {
  /**
   * @param patienceMs how long to wait for a place; absent = longer than any call takes
   * @throws Unreachable `base.busy` when there was none, or the reason of the signal
   */
  enter(signal?: AbortSignal, patienceMs?: number): Promise<Pass>
}

export interface Connector {
  readonly abilities: Abilities
  /** Reads what the base publishes (cached by its hash). */
  describe(signal?: AbortSignal): Promise<Catalogue>
  /** Asks the base once what it can do. `consent` allows one record to be created and marked for deletion. */
  probe(consent: boolean, signal?: AbortSignal): Promise<{ abilities: Abilities; lines: CheckLine[]; profile: Fields }>
  /** Oldest first; finishes when there is nothing new. */
  changes(query: ChangesQuery): AsyncIterable<Page>
  /**
   * Every record of a kind as the base holds it now, a portion at a time. Acknowledges nothing and leaves nothing behind: the stream of
   * changes is not touched. A record may come again when people moved the data meanwhile; its last word counts.
   */
  list(query: ListQuery): AsyncIterable<Foreign[]>
  /** Look before you create. `where` is field -> exact value, or `{ startsWith }` of a text; at most `limit` records. */
  find(kind: string, where: Fields, limit: number): Promise<Foreign[]>
  /** null = the base says that there is no such record. */
  read(kind: string, key: string): Promise<Foreign | null>
  /** Creates or changes one record, unposted; answers what the base stored. */
  write(draft: Draft): Promise<Foreign>
  post(kind: string, key: string): Promise<Foreign>
  unpost(kind: string, key: string): Promise<Foreign>
  /** Ends sessions held in the base. */
  close(): Promise<void>
}
