/**
 * The four errors of a door to the outside, named by what to do next.
 * Every connector turns whatever happened on the wire into one of these and nothing else.
 */

/** Facts about a failed call that may be shown and logged: never credentials, never whole bodies. */
export interface CallFacts {
  method?: string
  kind?: string
  key?: string
  status?: number
  /** Error code of the base itself (`odata.error.code`), as text. */
  code?: string
  tookMs?: number
  /** About when the base is open again, in its own words and by its own clock, e.g. `13:00` or `25.11.2026 13:00`. */
  until?: string
}

/** What the four have in common. */
export abstract class DoorError extends Error {
  /** Stable key of the cause, e.g. `base.no-licence`; the sentence for it lives in `bridge/words`. */
  readonly reason: string
  readonly facts: CallFacts
  /** True when a request that changes something may have been carried out: look before you repeat. False = it certainly was not. */
  readonly uncertain: boolean = false

  constructor(reason: string, said: string, facts: CallFacts = {}, cause?: unknown) {
    super(said, cause === undefined ? undefined : { cause })
    this.reason = reason
    this.facts = facts
    this.name = new.target.name
  }
}

/**
 * The base did not answer, or answered in a way that does not tell what it did. Wait; after a write, read before repeating.
 * Reasons: `base.refused-connection` `base.timeout` `base.cut` `base.locked` `base.no-licence` `base.gateway` `base.html`
 * `base.session` `base.busy` `base.garbled`.
 */
export class Unreachable extends DoorError {
  override readonly uncertain: boolean
  /** Milliseconds the base asked us to wait (`Retry-After`), if it did. */
  readonly retryAfterMs: number | undefined

  constructor(
    reason: string,
    said: string,
    more: { facts?: CallFacts; uncertain?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(reason, said, more.facts, more.cause)
    this.uncertain = more.uncertain ?? false
    this.retryAfterMs = more.retryAfterMs
  }
}

/**
 * The base understood and said no; `message` quotes it. A person decides.
 * Reasons: `base.rule` (a handler refused, 500 code -1), `base.bad-request`, `base.exists` (the key is taken),
 * `base.gone` (no such instance), `base.bad-value` (a value does not fit the published type; nothing was sent).
 */
export class Refused extends DoorError {}

/**
 * The record is no longer the version we saw, or what was stored differs from what was sent. See the mapping's `conflict`. Reasons:
 * `base.changed` (somebody else was first), `base.stored-differently`.
 */
export class Changed extends DoorError {
  readonly differences: { field: string; sent: unknown; stored: unknown }[]

  constructor(
    reason: string,
    said: string,
    differences: { field: string; sent: unknown; stored: unknown }[] = [],
    facts: CallFacts = {},
  ) {
    super(reason, said, facts)
    this.differences = differences
  }
}

/**
 * The connection itself is wrong: stop it and call the integrator.
 * Reasons: `base.credentials` `base.rights` `base.not-exposed` `base.not-odata` `base.unknown-field` `base.address-not-allowed`
 * `base.bad-address` `base.other-base` `base.read-by-another` `base.certificate` `base.too-large`.
 */
export class Misfit extends DoorError {}

/**
 * The same error, said of a write that may have been carried out: whatever else is wrong, it must be looked for.
 * @param write false = nothing was written, so nothing is in doubt
 */
export function inDoubt<E extends DoorError>(error: E, write = true): E {
  return write ? Object.assign(error, { uncertain: true }) : error
}
