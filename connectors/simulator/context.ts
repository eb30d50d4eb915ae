/**
 * What a handler of the simulator is given besides the request, and the doors it may be plugged into. Handlers throw
 * `ODataError`; the server renders it in the format of the request.
 */
import type { Address } from './odata/address.ts'
import type { Base } from './base/base.ts'
import type { Answer, Exchange } from './http/http.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Plans } from './base/plans.ts'
import type { EntitySet } from './odata/metadata/sets.ts'
import type { Settings } from './settings.ts'

export interface Context {
  base: Base
  /** The door through which everything is written into the base. */
  ledger: Ledger
  /** Registrations of changes for the nodes of exchange plans. */
  plans: Plans
  /** Live knobs. */
  settings: Settings
  /** The CRM whose panel stands in the forms of the web client; null = none. */
  panel: PanelDoor | null
  /** All sets of the profile by name, also those left out of the composition. */
  sets: Map<string, EntitySet>
  /** Name of the base in addresses: `buh`. */
  baseName: string
  user: string
  password: string
  /** 0 <= x < 1, from the seed of the simulator. */
  random(): number
  /** Lets so many milliseconds pass, as slow bases do. */
  wait(ms: number): Promise<void>
  /** Every OData request that reached a route, newest last, for `/control`; kept short by the server. */
  journal: JournalLine[]
  /** Takes what a handler threw that is no `ODataError`: a defect of the simulator. */
  report(problem: unknown): void
}

/** Where tickets of the panel are asked for, and the key that is shown there: it never reaches a browser. */
export interface PanelDoor {
  /** `http://127.0.0.1:8080` */
  url: string
  key: string
}

export interface JournalLine {
  at: string
  method: string
  /** Decoded path with the query. */
  address: string
  status: number
}

/** A request to the OData interface whose address has been understood. */
export interface ODataRequest {
  exchange: Exchange
  address: Address
  format: 'json' | 'atom'
  /** Detail of JSON. */
  detail: 'nometadata' | 'minimalmetadata' | 'fullmetadata'
  /** `http://host:port/buh/odata/standard.odata` without a slash at the end. */
  rootUrl: string
}

/** Looks at a request before it is served: an answer ends the matter, null lets it pass. */
export type Gate = (context: Context, exchange: Exchange) => Promise<Answer | null>
export type Handler = (context: Context, exchange: Exchange) => Promise<Answer>
export type ODataHandler = (context: Context, request: ODataRequest) => Promise<Answer>

/**
 * Where the other halves of the simulator are plugged in; `doors.ts` fills it. An empty place answers 501.
 * Order of a request: `before` -> authentication -> `session` -> route -> `after`.
 */
export interface Doors {
  /** Faults of what stands before 1C: cloud pages, blocked sessions, licences, latency. Sees every OData request. */
  before?: Gate
  /** Session header and cookie, licence count. After authentication. */
  session?: Gate
  /** Changes the finished answer: session cookies, faults after the commit, breaking the connection. */
  after?: (context: Context, exchange: Exchange, answer: Answer) => Promise<Answer>
  /** POST, PATCH, PUT, DELETE on a set or an entity. */
  write?: ODataHandler
  /** Bound functions and actions: `Balance`, `Turnovers`, `SliceLast`, `Post`, `Unpost` ... */
  call?: ODataHandler
  /** `SelectChanges`, `NotifyChangesReceived`. */
  exchangePlan?: ODataHandler
  /** `/control/...` */
  control?: Handler
  /** `/{base}/...` outside of OData: the accountant's web client. */
  web?: Handler
}
