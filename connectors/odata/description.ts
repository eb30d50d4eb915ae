/** Keeps the published description of a base, so that 17 MB are read once and parsed only when they changed. */
import { Misfit, Unreachable } from '../errors.ts'
import type { Base } from './ask.ts'
import type { Answer } from './wire.ts'
import { fingerprintOf, readCatalogue, type ODataCatalogue } from './catalogue.ts'

/** A full composition is 17 MB (observed); twice that is no description. */
const MOST_BYTES = 36_000_000

/** After an update of the base its new fields are seen this much later at the latest. */
const FRESH_MS = 60 * 60_000

export class Description {
  readonly #base: Base
  #catalogue: ODataCatalogue | null = null
  #readAtMs = 0
  #reading: Promise<ODataCatalogue> | null = null

  constructor(base: Base) {
    this.#base = base
  }

  /** The description, at most an hour old; the same object as long as the base publishes the same. */
  async read(signal?: AbortSignal): Promise<ODataCatalogue> {
    if (this.#catalogue && this.#base.options.now() - this.#readAtMs < FRESH_MS) return this.#catalogue
    this.#reading ??= this.#fetch(signal).finally(() => (this.#reading = null))
    return this.#reading
  }

  async #fetch(signal: AbortSignal | undefined): Promise<ODataCatalogue> {
    const answer = await this.#ask(signal)
    if (this.#catalogue?.fingerprint !== fingerprintOf(answer.chunks)) {
      this.#catalogue = await readCatalogue(answer.chunks, this.#base.options.configuration)
    }
    this.#readAtMs = this.#base.options.now()
    if (this.#catalogue.kinds.size === 0) {
      const kind = 'Catalog_*, Document_*'
      throw new Misfit('base.not-exposed', 'the interface works, but nothing has been put into its composition', {
        kind,
      })
    }
    return this.#catalogue
  }

  /** A login page here means that the address is wrong: nothing else can be asked, so waiting would not help. */
  #ask(signal: AbortSignal | undefined): Promise<Answer> {
    const { metadataMs } = this.#base.wire.timeouts
    const about = {
      path: '/$metadata',
      accept: 'application/xml',
      kind: '$metadata',
      timeoutMs: metadataMs,
      maxBytes: MOST_BYTES,
    }
    return this.#base.answer({ ...about, ...(signal && { signal }) }).catch((error: unknown) => {
      if (!(error instanceof Unreachable) || error.reason !== 'base.html') throw error
      throw new Misfit('base.not-odata', error.message, error.facts, error)
    })
  }
}
