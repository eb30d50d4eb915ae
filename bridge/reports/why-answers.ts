/** Shapes of what is answered to "why is this value here". Money is kopecks, times are UTC ISO text. */
import type { Facts } from '../domain/problem.ts'
import type { Noun } from '../domain/sync.ts'

/** Which document of which base a record of ours repeats, by which rules, since when, and why not a newer one. */
export interface Why {
  /** Name of the base; '' = the record is ours alone so far. */
  base: string
  /** null = nothing of it was read from a base yet. */
  document: WhyDocument | null
  /** When it was read. */
  readAt: string | null
  /** The round that brought it; null = the answer to a request of ours. */
  run: { id: string; startedAt: string } | null
  /** Who asked the base for it; '' = somebody in the base, whose name the base does not tell. */
  askedBy: string
  mapping: { file: string; version: string } | null
  fields: WhyField[]
  /** Documents from which sums of ours follow. */
  parts: WhyPart[]
  /** Why a newer edit has not taken effect; empty = nothing is known to be on its way. */
  holdUps: HoldUp[]
}

export interface WhyDocument {
  noun: Noun
  /** What the base calls this sort of record. */
  kind: string
  key: string
  /** Version that was read; the base's own spelling. */
  version: string
}

export interface WhyField {
  /** Field of ours, in the words of the mapping. */
  field: string
  /** Which line of a section, from 1; 0 = the record itself. */
  row: number
  /** Id of the rule in the mapping file, and its note. */
  rule: string
  note: string
  /** Field of the base. */
  theirs: string
  /** As the base said it; null = it said nothing. */
  raw: string | null
  /** Who put the value of ours there, and when; null = from before changes were kept, then the reading of the record speaks. */
  since: WhySince | null
}

export interface WhySince {
  at: string
  /** A person of ours, or the name of a base. */
  who: string
  /** Verb of an action, or what a base did: `told`, `answered`, `settled`, ... */
  deed: string
  run: Why['run']
}

export interface WhyPart {
  noun: 'invoice' | 'payment'
  id: string
  number: string
  date: string
  /** What of it counts here. */
  sumMinor: number
}

export interface HoldUp {
  why: 'trouble' | 'conflict' | 'by-rule' | 'withdrawn' | 'request' | 'not-applied' | 'seen-later' | 'not-read'
  /** Key of the reason in words, '' = none. */
  code: string
  facts: Facts
  at: string
  /** Where it is decided or seen, e.g. `/queue`; '' = nowhere. */
  place: string
}

/** The documents that a sum of a client or deal is made of. */
export interface WhySum {
  invoices: WhyPart[]
  /** Payments of which something is an advance. */
  advances: WhyPart[]
  /** Invoices and payments in all: the lists show the latest. */
  count: number
  /** The base that was read least recently, and when. */
  base: string
  asOf: string | null
}
