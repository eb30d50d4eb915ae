/** What a replay comes to: counted per noun, with the fields that would say something else and a few records to look at. */
import type { Verdict } from '../../actions/receiving.ts'
import type { Noun, RunCounts } from '../../domain/sync.ts'
import type { Read } from './read-anew.ts'

export interface Replayed {
  nouns: NounReplayed[]
  samples: Sample[]
}

export interface NounReplayed {
  noun: Noun
  /** Records of which the journal says anything since then. */
  records: number
  changed: number
  /** They mean the same by both rules, or are left out as before. */
  same: number
  /** A person would have to decide. */
  conflict: number
  /** The new rules have no file for this noun. */
  left: number
  /** Changed records by field. */
  fields: Record<string, number>
}

export interface Sample {
  noun: Noun
  key: string
  fields: { field: string; before: string; after: string }[]
}

/** Records per noun that are shown. */
const MOST_SAMPLES = 5
/** Signs of a value that are shown. */
const MOST_SIGNS = 200

export class Tally {
  readonly counts: Record<string, RunCounts> = {}
  readonly #nouns = new Map<Noun, NounReplayed>()
  readonly #samples: Sample[] = []

  leave(noun: Noun, records: number): void {
    if (records === 0) return
    const of = this.#of(noun)
    of.records += records
    of.left += records
  }

  add(noun: Noun, { read, verdicts }: { read: Read[]; verdicts: Map<string, Verdict> }): void {
    const of = this.#of(noun)
    const counts = (this.counts[noun] ??= { seen: 0, applied: 0, skipped: 0, conflict: 0, pending: 0 })
    for (const one of read) {
      const outcome = verdicts.get(one.line.key)?.outcome ?? 'skipped'
      of.records++
      counts.seen++
      counts[outcome]++
      if (outcome === 'applied') this.#changed(of, one)
      else if (outcome === 'conflict') of.conflict++
      else of.same++
    }
  }

  answer(): Replayed {
    return { nouns: [...this.#nouns.values()], samples: this.#samples }
  }

  #of(noun: Noun): NounReplayed {
    const known = this.#nouns.get(noun)
    const of = known ?? { noun, records: 0, changed: 0, same: 0, conflict: 0, left: 0, fields: {} }
    this.#nouns.set(noun, of)
    return of
  }

  #changed(of: NounReplayed, { line, before, record }: Read): void {
    of.changed++
    const fields = differences(before, record)
    for (const { field } of fields) of.fields[field] = (of.fields[field] ?? 0) + 1
    if (of.changed <= MOST_SAMPLES) this.#samples.push({ noun: of.noun, key: line.key, fields })
  }
}

function differences(then: object | null, by: object | null): Sample['fields'] {
  const [old, now] = [then ?? {}, by ?? {}] as Record<string, unknown>[]
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
  return names
    .map((field) => ({ field, before: textOf(old?.[field]), after: textOf(now?.[field]) }))
    .filter((one) => one.before !== one.after)
    .map(({ field, before, after }) => ({
      field,
      before: before.slice(0, MOST_SIGNS),
      after: after.slice(0, MOST_SIGNS),
    }))
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
