/** What the HTTP edge is given by `main.ts`: contexts, events, a log and settings. */
import type { Viewer } from '../domain/people.ts'
import type { Context } from '../actions/context.ts'
import type { Events } from './events.ts'

/** A log line is an event with facts; an error goes in as it is, and the log tells only what it is. */
export interface Log {
  info(event: string, facts: Record<string, unknown>): void
  warn(event: string, facts: Record<string, unknown>): void
  error(event: string, facts: Record<string, unknown>): void
}

export interface Deps {
  /** A context in which actions and reports run on this person's behalf; one for questions never waits for a writer. */
  contextFor(viewer: Viewer, use: 'ask' | 'act'): Context
  events: Events
  log: Log
  /** Built screens (`dist/ui`); a folder that is not there means: API only. */
  uiFolder: string
  panel: PanelSettings
  /** True behind https: the session cookie then travels over https only. */
  secure: boolean
  /** Reverse proxies in front of us, whose word about the caller's address counts; 0 unless told. */
  proxies?: number
  limits?: Partial<Limits>
}

/** The accountant's panel inside the accounting program. */
export interface PanelSettings {
  /** The built page (`dist/panel`); a folder that is not there means: no page. */
  folder: string
  /** Origins that may frame the page. */
  hosts: string[]
  /** Opens what the installation has sealed. */
  unseal: (sealed: string) => string
}

export interface Limits {
  /** Requests worked on at once; the next one hears 503 and when to come back. */
  requestsAtOnce: number
  /** Open event streams. */
  streams: number
  /** Failed sign-ins of one login from one address within `signInWindowMs`. */
  signInFailures: number
  /** Failed sign-ins from one address, whatever the login. */
  signInFailuresOfAddress: number
  /** Failed sign-ins of one login from all addresses from which it has never signed in. */
  signInFailuresOfLogin: number
  signInWindowMs: number
  /** Refused keys, tickets and tokens of the panel from one address within the same window. */
  panelFailures: number
  /** Time between heartbeats of an event stream. */
  heartbeatMs: number
}

export const LIMITS: Limits = {
  requestsAtOnce: 100,
  streams: 500,
  signInFailures: 10,
  signInFailuresOfAddress: 100,
  signInFailuresOfLogin: 50,
  signInWindowMs: 15 * 60_000,
  panelFailures: 100,
  heartbeatMs: 25_000,
}

/** Largest body of a request, bytes. */
export const BODY_LIMIT = 1024 * 1024
