/** What a connection to one 1C base is made of, checked once when it is opened. */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Fields, Gate } from '../connector.ts'
import { Misfit } from '../errors.ts'

/** Milliseconds allowed for one call, by what it does. Observed: the first call after idling takes 10-30 s. */
export interface Timeouts {
  connectMs: number
  readMs: number
  writeMs: number
  /** Observed 23 s for 17 MB. */
  metadataMs: number
  /** The first package of an exchange plan node may be the whole base. */
  changesMs: number
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  readMs: 60_000,
  writeMs: 60_000,
  metadataMs: 180_000,
  changesMs: 300_000,
}

/** Each parallel call may cost the customer a licence, so two are enough by default and five are the limit. */
const DEFAULT_CONCURRENCY = 2
const MOST_CONCURRENCY = 5

/** The exchange plan node that belongs to us. */
export interface PlanNode {
  /** Set name, e.g. `ExchangePlan_ЗвеноОбмен`. */
  set: string
  nodeKey: string
}

export interface Address {
  address: string
  family: number
}

/** A request on its way to the base. */
export interface Request {
  url: string
  method: string
  headers: Record<string, string>
  /** undefined = a request without a body. */
  body: string | undefined
  signal: AbortSignal
}

/** The answer on its way back: as much of it as is looked at. */
export type Reply = Readable & Pick<IncomingMessage, 'statusCode' | 'headers'>

/** Carries requests to the base and answers back. */
export interface Carrier {
  /** @throws what the wire said, or the reason of the signal */
  send(request: Request): Promise<Reply>
  /** Fires with a `TimeoutError` after so many milliseconds. */
  deadline(ms: number): AbortSignal
}

export interface ODataOptions {
  /** Address of the interface, `https://host/base/odata/standard.odata`; without user and password inside. */
  url: string
  user: string
  password: string
  /** IANA zone of the base, e.g. `Europe/Moscow`: its dates carry none. */
  timeZone: string
  /** Hosts that may be private or loopback addresses; all other hosts must be public. */
  allowedHosts: string[]
  /** Clock of the bridge, milliseconds. */
  now: () => number
  /** One event with facts per call; never bodies, never credentials. */
  log: (event: string, facts: Record<string, unknown>) => void
  /** Configuration to assume when the published kinds do not tell. */
  configuration?: string
  /** Certificate authority of the customer, PEM. */
  ca?: string
  timeouts?: Partial<Timeouts>
  concurrency?: number
  /** Counts our calls together with those of others; absent = nobody else calls this base. */
  gate?: Gate
  /** When everything is compared each night, `HH:MM` in `timeZone`; '' or absent = at two. */
  sweepAt?: string
  /** Where changes are registered for us; `discover` looks for our plan, `none` compares windows. Default: `discover`. */
  plan?: PlanNode | 'discover' | 'none'
  /** Dialect profile that an earlier `probe` answered. */
  profile?: Fields
  /** Name resolution, replaced in tests. */
  resolve?: (host: string) => Promise<Address[]>
  /** Takes the place of sockets and of the real clock in tests. */
  carrier?: Carrier
}

/**
 * Address of the interface without a final slash.
 * @throws Misfit `base.bad-address` for another protocol, a query or credentials inside the address
 */
export function rootOf(options: ODataOptions): string {
  const url = parse(options.url)
  if (!/^https?:$/.test(url.protocol)) throw badAddress('the address must begin with http:// or https://')
  if (url.username || url.password) throw badAddress('user and password do not belong into the address')
  if (url.search || url.hash) throw badAddress('the address must not carry a query')
  return url.href.replace(/\/+$/, '')
}

/** How many calls may run at once. */
export function concurrencyOf(options: ODataOptions): number {
  return Math.min(MOST_CONCURRENCY, Math.max(1, options.concurrency ?? DEFAULT_CONCURRENCY))
}

function parse(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw badAddress('the address of the base is not a URL')
  }
}

function badAddress(said: string): Misfit {
  return new Misfit('base.bad-address', said)
}
