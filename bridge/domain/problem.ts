/** Something the user can mend: a stable code, the facts for its sentence and, where there is one, the field. */

export type Facts = Record<string, string | number | boolean | null>

export class Problem extends Error {
  /** Stable code, e.g. `invoice.no-lines`; the sentence stands in `bridge/words` under `problem.<code>`. */
  readonly code: string
  readonly facts: Facts
  /** Path of the field it concerns, e.g. `lines.0.quantity`. */
  readonly field: string | undefined

  constructor(code: string, facts: Facts = {}, field?: string) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.facts = facts
    this.field = field
  }
}

/** Not seen and not existing are the same answer, so that nobody learns what others keep. */
export function notFound(what: string): Problem {
  return new Problem(`${what}.not-found`)
}
