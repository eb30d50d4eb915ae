/** The rules under which a line of the journal was read, and the keys that reading takes: both as they were kept, the base is not asked. */
import type { Foreign } from '../../../connectors/connector.ts'
import { erasedCounterparty, erasedIn } from '../../domain/personal-data.ts'
import { Problem } from '../../domain/problem.ts'
import type { Noun } from '../../domain/sync.ts'
import type { Db } from '../../store/db.ts'
import { keptLookups } from '../../store/found-lookups.ts'
import { keptMapping } from '../../store/mapping-versions.ts'
import type { Mapping, Rule } from '../mapping/mapping.ts'
import { askedFor, lookupsOf, type FromBase, type Translate } from '../mapping/translate.ts'

export interface KeptRules {
  mapping: Mapping
  lookups: Record<string, string>
}

export class Rules {
  readonly #db: Db
  readonly #base: number
  readonly #known = new Map<string, Promise<KeptRules>>()
  #found: Promise<Map<string, string>> | undefined

  /** @param base row id */
  constructor(db: Db, base: number) {
    this.#db = db
    this.#base = base
  }

  /** @throws Problem `journal.rules-lost` `journal.lookup-not-kept` */
  of(noun: Noun, version: string): Promise<KeptRules> {
    const name = `${noun}/${version}`
    const known = this.#known.get(name) ?? this.#read(noun, version)
    this.#known.set(name, known)
    return known
  }

  /** A mapping together with the keys that reading by it takes. @throws Problem `journal.lookup-not-kept` */
  async with(mapping: Mapping): Promise<KeptRules> {
    this.#found ??= keptLookups(this.#db, this.#base)
    const found = await this.#found
    const lookups: Record<string, string> = {}
    for (const lookup of lookupsOf(mapping)) {
      const key = found.get(askedFor(lookup))
      if (key !== undefined) lookups[lookup.name] = key
    }
    const missing = readLookups(mapping.rules).find((name) => lookups[name] === undefined)
    if (missing !== undefined) throw new Problem('journal.lookup-not-kept', { lookup: missing, file: mapping.file })
    return { mapping, lookups }
  }

  async #read(noun: Noun, version: string): Promise<KeptRules> {
    const kept = await keptMapping(this.#db, { noun, version })
    if (!kept) throw new Problem('journal.rules-lost', { noun, version })
    // Of what a file says only rules and lookups have a part in reading; the rest is about writing to the base.
    return this.with({ ...kept, title: '', direction: 'in', empty: 'keep', owner: 'base' } as unknown as Mapping)
  }
}

/** Names of lookups without which a rule would read another row of contact information than it did. */
function readLookups(rules: Rule[]): string[] {
  return rules.flatMap((rule) => {
    if (rule.as === 'rows') return readLookups(rule.rules)
    return rule.as === 'contact' && rule.direction !== 'out' ? [rule.kind.lookup] : []
  })
}

/** What the journal holds about a record in our words; of an erased person it holds a tombstone, which no mapping has to read. */
export function readSaid(
  { translate }: { translate: Translate },
  { mapping, lookups }: KeptRules,
  said: Pick<Foreign, 'key' | 'version' | 'fields'>,
): FromBase<Noun> {
  const erased = erasedIn(said.fields)
  if (erased) return { record: erasedCounterparty(erased), issues: [] }
  return translate(mapping, { kind: mapping.kind, gone: false, ...said }, lookups)
}
