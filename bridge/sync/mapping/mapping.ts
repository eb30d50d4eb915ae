/** What a mapping file says, after it was read and checked. */
import type { FieldOwner, OnConflict } from '../../domain/merge.ts'
import type { Noun } from '../../domain/sync.ts'

export type Direction = 'in' | 'out' | 'both'
export type Empty = 'clear' | 'keep' | 'refuse'
export type Plain = string | number | boolean

interface Common {
  /** Stable name of the rule inside its file; a value can answer "why am I here" with it. */
  id: string
  note?: string
  direction?: Direction
  /** Who has the last word about this field; without it the word of the file. */
  owner?: FieldOwner
  /** Both sides changed this field, each differently; without it the word of the file. */
  conflict?: OnConflict
  /** What a blank does on the way out; `refuse` also refuses a blank of the base. */
  empty?: Empty
  /** The base may not publish the field: then it reads as blank. */
  optional?: boolean
}

interface Pair extends Common {
  /** Field of our record. */
  ours: string
  /** Field of the base. */
  theirs: string
}

export interface TextRule extends Pair {
  as: 'text'
  /** Longest text the base keeps; longer ones are refused, because the base cuts silently (observed). */
  longest?: number
}

export interface PlainRule extends Pair {
  as: 'number' | 'money' | 'quantity' | 'yes-no'
}

export interface DateRule extends Pair {
  as: 'date'
  /** Time of day to send with it, `HH:MM:SS`; midnight when absent. */
  at?: string
}

export interface LinkRule extends Pair {
  as: 'link'
  to: Noun
  /** Kind named by the companion `<theirs>_Type`; other kinds read as blank. */
  composite?: string
}

export interface ListPair {
  ours: Plain
  theirs: Plain
  direction?: Direction
}

export interface ListRule extends Pair {
  as: 'list'
  values: ListPair[]
  /** What a value outside the list does: `refuse`, or `keep` = passes as it is spelled. */
  other?: 'refuse' | 'keep'
  /** Our word for every other value of theirs. */
  otherIs?: Plain
}

export interface RowsRule extends Pair {
  as: 'rows'
  rules: Rule[]
}

export interface MarkerRule extends Pair {
  as: 'marker'
  /** Stands before the id of the request, e.g. `zveno:`. */
  prefix: string
  longest: number
}

/** What a further column of a contact row takes: the kind, the whole text, its digits, the domain of an e-mail, JSON. */
export type ContactColumn = 'kind' | 'text' | 'digits' | 'domain' | 'json'

export interface ContactRule extends Pair {
  as: 'contact'
  /** Column with the type of the row, and the base's word for ours. */
  type: { column: string; is: string }
  /** Column with the kind of the row, and the lookup that finds ours. */
  kind: { column: string; lookup: string }
  /** Column with the text that people see. */
  shown: string
  also?: Record<string, ContactColumn>
  longest: number
}

export interface ConversionRule extends Pair {
  as: 'conversion'
  /** Name in `conversions.ts`. */
  by: string
  /** Further fields of the base that the conversion reads. */
  with?: string[]
  /** Words of the base that the conversion needs. */
  words?: Record<string, string>
}

export interface FixedRule extends Common {
  as: 'fixed'
  theirs: string
  value: Plain
}

export interface LookupRule extends Common {
  as: 'lookup'
  theirs: string
  /** Name in the `lookups` of the file. */
  lookup: string
}

/** A field of ours for which this base has nothing: it always reads as blank. */
export interface NothingRule {
  id: string
  as: 'nothing'
  ours: string
  note?: string
  direction: 'in'
}

/** Rules that name a field of the base. */
export type TheirsRule = Exclude<Rule, NothingRule>

export type Rule =
  | NothingRule
  | TextRule
  | PlainRule
  | DateRule
  | LinkRule
  | ListRule
  | RowsRule
  | MarkerRule
  | ContactRule
  | ConversionRule
  | FixedRule
  | LookupRule

/** A record of the base that is found once by its fields; its key is then a constant. */
export interface Lookup {
  in: string
  where: Record<string, Plain>
  note?: string
}

export interface MappingOf<N extends Noun> {
  noun: N
  /** Set name of the base. */
  kind: string
  title: string
  direction: Direction
  empty: Empty
  owner: FieldOwner
  /** Both sides changed a field, each differently: who wins, or is a person asked? */
  conflict: OnConflict
  /** A deletion mark of the base: `mark` ours too, or `ask`. */
  deleted: 'mark' | 'ask'
  lookups: Record<string, Lookup>
  rules: Rule[]
  /** Hash of the content; a request remembers the one it was drawn up under. */
  version: string
  /** Where it came from, for findings: `bp30/invoice.json`. */
  file: string
}

export type Mapping = { [N in Noun]: MappingOf<N> }[Noun]
export type Mappings = { [N in Noun]?: MappingOf<N> }
