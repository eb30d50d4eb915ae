/**
 * Reads a base afresh and compares it with what we hold, document by document, changing nothing on either side. What seems to differ
 * is read once more before it is told: people go on working while two sides are compared.
 */
import type { Foreign } from '../../../connectors/connector.ts'
import { RECONCILED, type Reconciled } from '../../domain/reconciliation.ts'
import { documentsByKey, linkedKeys, unlinkedDocuments, type OurDocument } from '../../store/mirror-documents.ts'
import { settledOn } from '../../store/mirror-rows.ts'
import { readRecord, type Partner } from '../partner.ts'
import { judge, type Judgement } from './judge.ts'
import { Ledger } from './ledger.ts'
import { Teller, type Theirs } from './theirs.ts'

/** A document that differs, with what both sides say of it now. */
export interface Differing extends Judgement {
  noun: Reconciled
  key: string
  theirs: Theirs | undefined
  ours: OurDocument | undefined
}

export interface Found {
  ledger: Ledger
  differing: Differing[]
  compared: number
  leftOut: number
  moving: number
  more: number
}

/** Above it something else is wrong than single documents; the rest is counted only. */
const MOST_LISTED = 1_000

export interface Pace {
  signal: AbortSignal
  /** Lets the exchange go on for a moment: a comparison may take minutes. @param now whether or not a round is due */
  breathe(now?: boolean): Promise<void>
}

/** What a listing says of a document that seems to differ: the version it had then, undefined = it was not listed. */
interface Candidate {
  noun: Reconciled
  key: string
  listed: string | undefined
}

interface Confirming {
  /** As the base holds it now. */
  foreign: Foreign | null | undefined
  /** Rows of ours that no link couples; whoever finds one takes it out. */
  unlinked: OurDocument[]
}

export async function compare(partner: Partner, pace: Pace): Promise<Found> {
  const work = new Comparing(partner, pace)
  for (const noun of RECONCILED) await work.list(noun)
  await pace.breathe(true)
  for (const noun of RECONCILED) await work.findUnlisted(noun)
  for (const noun of RECONCILED) await work.confirm(noun)
  await work.checkPaid()
  return work.found
}

class Comparing {
  readonly found: Found = { ledger: new Ledger(), differing: [], compared: 0, leftOut: 0, moving: 0, more: 0 }
  readonly #partner: Partner
  readonly #pace: Pace
  readonly #teller: Teller
  readonly #candidates = new Map<string, Candidate>()
  /** Invoices about whose payments nothing can be concluded, by row id: a receipt that names them differs or is being changed. */
  readonly #unsure = new Set<number>()

  constructor(partner: Partner, pace: Pace) {
    this.#partner = partner
    this.#pace = pace
    this.#teller = new Teller(partner)
  }

  async list(noun: Reconciled): Promise<void> {
    const { connector, mappings, fieldsOf } = this.#partner
    const mapping = mappings[noun]
    if (!mapping || mapping.direction === 'out') return
    const { kind } = mapping
    for await (const items of connector.list({ kind, fields: fieldsOf(kind), signal: this.#pace.signal })) {
      await this.#comparePage(noun, items)
      this.#pace.signal.throwIfAborted()
      await this.#pace.breathe()
    }
  }

  async #comparePage(noun: Reconciled, items: Foreign[]): Promise<void> {
    const held = await this.#ours(
      noun,
      items.map(({ key }) => key),
    )
    for (const theirs of await this.#teller.tell(noun, items)) {
      const { key, version } = theirs
      const ours = held.get(key)
      if (!this.found.ledger.has(noun, key)) {
        this.found.compared++
        if (theirs.foreign && !ours) this.found.leftOut++
      }
      const alone = this.found.ledger.take(noun, key, { theirs, ours })
      if (judge(theirs, ours) || !alone) this.#candidates.set(`${noun}/${key}`, { noun, key, listed: version })
      else this.#candidates.delete(`${noun}/${key}`)
    }
  }

  /** What we hold and the base did not list. */
  async findUnlisted(noun: Reconciled): Promise<void> {
    for await (const keys of linkedKeys(this.#partner.ports.database.db, this.#of(noun)))
      for (const key of keys)
        if (!this.found.ledger.has(noun, key)) this.#candidates.set(`${noun}/${key}`, { noun, key, listed: undefined })
  }

  /** Both sides are asked once more; only what still differs is told. */
  async confirm(noun: Reconciled): Promise<void> {
    const unlinked = await unlinkedDocuments(this.#partner.ports.database.db, this.#of(noun), MOST_LISTED)
    const candidates = [...this.#candidates.values()].filter((candidate) => candidate.noun === noun)
    const room = Math.max(0, MOST_LISTED - this.found.differing.length)
    this.found.more += Math.max(0, candidates.length - room)
    const atOnce = this.#partner.ports.settings.callsPerBase
    for (let from = 0; from < Math.min(candidates.length, room); from += atOnce) {
      this.#pace.signal.throwIfAborted()
      const some = candidates.slice(from, Math.min(from + atOnce, room))
      const read = await Promise.all(some.map(({ key }) => readRecord(this.#partner, noun, key)))
      for (const [at, candidate] of some.entries()) await this.#confirmOne(candidate, { foreign: read[at], unlinked })
    }
    for (const ours of unlinked) this.#takeUnlinked(noun, ours)
  }

  async #confirmOne({ noun, key, listed }: Candidate, { foreign, unlinked }: Confirming): Promise<void> {
    const [theirs] = foreign ? await this.#teller.tell(noun, [foreign]) : []
    const ours = (await this.#ours(noun, [key])).get(key)
    const alone = this.found.ledger.take(noun, key, { theirs, ours })
    const judged = judge(theirs, ours) ?? (alone ? null : { kind: 'double' as const, fields: [] })
    if (judged === null) return
    if (noun !== 'invoice') this.#beUnsureOf(theirs, ours)
    if (listed !== undefined && theirs !== undefined && theirs.version !== listed) {
      this.found.ledger.leaveOut(noun, key)
      this.found.moving++
      return
    }
    const differing: Differing = { noun, key, theirs, ours, ...judged }
    this.found.differing.push(differing)
    if (differing.kind === 'missing-with-us') this.#findLostLink(differing, unlinked)
  }

  /** A row of ours without a link is the document that seems to be missing, if it looks the same. */
  #findLostLink(differing: Differing, unlinked: OurDocument[]): void {
    const { noun, key, theirs } = differing
    const at = unlinked.findIndex((ours) => looksLike(theirs, ours))
    const [ours] = at < 0 ? [] : unlinked.splice(at, 1)
    if (!ours) return
    Object.assign(differing, { kind: 'lost-link', ours })
    this.#teller.learn({ noun, foreignKey: key, ourId: ours.rowId })
    this.found.ledger.take(noun, key, { theirs, ours })
  }

  /** Nothing of the base looks like it. */
  #takeUnlinked(noun: Reconciled, ours: OurDocument): void {
    this.found.ledger.takeUnlinked(noun, ours)
    if (noun !== 'invoice') this.#beUnsureOf(undefined, ours)
    this.found.differing.push({ noun, key: '', theirs: undefined, ours, kind: 'gone-in-base', fields: [] })
  }

  /** A paid sum that follows from a receipt that differs is not told a second time. */
  async checkPaid(): Promise<void> {
    const differing = this.found.differing.filter(({ noun }) => noun === 'invoice')
    const told = new Set(differing.map(({ key }) => key))
    // Where two documents are one with us, the row has been told under the key of the other.
    const rows = new Set(differing.map(({ ours }) => ours?.rowId))
    const wrong = [...this.found.ledger.wronglyPaid()].filter(([key]) => !told.has(key)).slice(0, MOST_LISTED)
    const held = await this.#ours(
      'invoice',
      wrong.map(([key]) => key),
    )
    const settled = await settledOn(this.#partner.ports.database.db, [...this.#unsure].slice(0, MOST_LISTED))
    for (const [key, paidMinor] of wrong) {
      const ours = held.get(key)
      if (!ours || rows.has(ours.rowId) || ours.paidMinor === paidMinor) continue
      if (this.#unsure.has(ours.rowId) && ours.paidMinor === (settled.get(ours.rowId) ?? 0)) continue
      const fields = [{ field: 'paid' as const, ours: String(ours.paidMinor), theirs: String(paidMinor) }]
      this.found.differing.push({ noun: 'invoice', key, theirs: undefined, ours, kind: 'other-paid', fields })
    }
  }

  #beUnsureOf(theirs: Theirs | undefined, ours: OurDocument | undefined): void {
    for (const text of [...(theirs?.told?.rows ?? []), ...(ours?.rows ?? [])]) {
      const [, invoice] = JSON.parse(text) as [number, number | string]
      if (typeof invoice === 'number') this.#unsure.add(invoice)
    }
  }

  #ours(noun: Reconciled, keys: string[]): Promise<Map<string, OurDocument>> {
    return documentsByKey(this.#partner.ports.database.db, this.#of(noun), keys)
  }

  #of(noun: Reconciled) {
    return { base: this.#partner.base.rowId, noun }
  }
}

function looksLike(theirs: Theirs | undefined, ours: OurDocument): boolean {
  const told = theirs?.told
  return !!told && told.number === ours.number && told.date === ours.date && told.sumMinor === ours.sumMinor
}
