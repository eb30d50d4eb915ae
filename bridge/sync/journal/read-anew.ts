/** Reads what the base has said by new rules, beside what it meant by the old ones. */
import type { Verdict } from '../../actions/receiving.ts'
import { Problem } from '../../domain/problem.ts'
import type { Records } from '../../domain/received.ts'
import type { Noun } from '../../domain/sync.ts'
import { isErased, isGone, TAKEN, type ToldLine } from '../../store/journal-told.ts'
import { fieldsRead } from '../mapping/fields-read.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { arrivalOf } from '../arrival.ts'
import { unreadable } from '../sift.ts'
import { readSaid, Rules, type KeptRules } from './rules.ts'
import type { Telling } from './telling.ts'

export interface Read {
  line: ToldLine
  /** By the new rules; null = they cannot read it. */
  record: Records[Noun] | null
  /** By the rules of its line; null = nothing of it was taken. */
  before: Records[Noun] | null
  hash: string
  day: string
  /** Both say the same, or the base has deleted it. */
  same: boolean
  unreadable: Verdict | null
}

type Said = Record<string, unknown>

export class Reader {
  readonly #ports: Telling['ports']
  readonly #rules: Rules
  readonly #now: KeptRules
  /** Fields that the new rules read and those of a version do not. */
  readonly #added = new Map<string, string[]>()

  private constructor(ports: Telling['ports'], rules: Rules, now: KeptRules) {
    this.#ports = ports
    this.#rules = rules
    this.#now = now
  }

  /** @throws Problem `journal.lookup-not-kept` */
  static async open({ ports, db, base }: Omit<Telling, 'rows'>, mapping: Mapping): Promise<Reader> {
    const rules = new Rules(db, base.rowId)
    return new Reader(ports, rules, await rules.with(mapping))
  }

  /** @throws Problem `journal.rules-lost` `journal.field-not-kept` */
  async read(lines: ToldLine[], said: Map<number, Said>): Promise<Read[]> {
    const read: Read[] = []
    for (const line of lines) read.push(await this.#readOne(line, said.get(line.id) ?? {}))
    return read
  }

  async #readOne(line: ToldLine, said: Said): Promise<Read> {
    const nothing = { line, record: null, before: null, hash: '', day: '', same: true, unreadable: null }
    if (isGone(said)) return nothing
    const old = await this.#rules.of(line.noun, line.mappingVersion)
    this.#refuseUnkept(line, said, old)
    const { record, issues } = this.#translate(this.#now, line, said)
    const before = TAKEN.includes(line.outcome) ? this.#translate(old, line, said).record : null
    if (record === null) {
      const why = unreadable({ key: line.key, kind: this.#now.mapping.kind }, issues)
      return { ...nothing, before, same: false, unreadable: why }
    }
    const { hash, day } = arrivalOf(line, record, undefined)
    return { ...nothing, record, before, hash, day, same: JSON.stringify(before) === JSON.stringify(record) }
  }

  #translate(rules: KeptRules, { key, version }: ToldLine, fields: Said) {
    return readSaid(this.#ports, rules, { key, version, fields })
  }

  /** A first load asks for the fields that its rules read: what they did not read was never said, and would pass for blank. */
  #refuseUnkept({ noun, mappingVersion, key }: ToldLine, said: Said, old: KeptRules): void {
    if (isErased(said)) return
    const known = this.#added.get(mappingVersion) ?? added(this.#now.mapping, old.mapping)
    this.#added.set(mappingVersion, known)
    const field = known.find((name) => !wasSaid(said, name))
    if (field !== undefined) throw new Problem('journal.field-not-kept', { field, noun, key })
  }
}

function added(now: Mapping, old: Mapping): string[] {
  const before = new Set(fieldsRead(old))
  return fieldsRead(now).filter((name) => !before.has(name))
}

/** `Товары/Цена` = a column of a section; a section without rows says nothing about its columns. */
function wasSaid(said: Said, name: string): boolean {
  const [first = '', column] = name.split('/')
  const value = said[first]
  if (column === undefined || value === undefined) return value !== undefined
  return !Array.isArray(value) || value.every((row: Said) => row[column] !== undefined)
}
