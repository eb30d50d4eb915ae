/**
 * The state of one simulated base: entities, registers, versions, numbers, clock. It knows nothing of HTTP, of OData
 * texts or of configuration rules; those call it. Everything is in memory and can be saved and restored whole.
 */
import type { Change, Entity, Profile, RegisterRecord } from './model.ts'

/** Clock of the infobase: naive local time. Tests set it; `tick` moves a fixed clock. */
export class InfobaseClock {
  #fixedMs: number | null = null
  readonly offsetMinutes: number

  /** @param offsetMinutes zone of the base, e.g. 180 for Moscow */
  constructor(offsetMinutes = 180) {
    this.offsetMinutes = offsetMinutes
  }

  /** Milliseconds of UTC. */
  nowMs(): number {
    return this.#fixedMs ?? Date.now()
  }

  /** `YYYY-MM-DDTHH:MM:SS` in the zone of the base. */
  now(): string {
    return new Date(this.nowMs() + this.offsetMinutes * 60_000).toISOString().slice(0, 19)
  }

  /** Fixes the clock at a naive moment of the base, or lets it run again with null. */
  set(naive: string | null): void {
    this.#fixedMs = naive === null ? null : Date.parse(`${naive}Z`) - this.offsetMinutes * 60_000
  }

  tick(ms: number): void {
    if (this.#fixedMs !== null) this.#fixedMs += ms
  }
}

export interface BaseState {
  version: number
  entities: Entity[]
  recordSets: [string, RegisterRecord[]][]
  records: [string, [string, RegisterRecord][]][]
  counters: [string, number][]
}

export class Base {
  readonly profile: Profile
  readonly clock: InfobaseClock
  #version = 0
  #entities = new Map<string, Map<string, Entity>>()
  #recordSets = new Map<string, Map<string, RegisterRecord[]>>()
  #records = new Map<string, Map<string, RegisterRecord>>()
  #counters = new Map<string, number>()
  #listeners: ((change: Change) => void)[] = []
  #changes = 0
  #restores = 0

  constructor(profile: Profile, clock = new InfobaseClock()) {
    this.profile = profile
    this.clock = clock
  }

  /** Grows with every change, whatever it is about: what was worked out from the base holds while it stands still. */
  get changes(): number {
    return this.#changes
  }

  /** How many times the whole state was replaced. */
  get restores(): number {
    return this.#restores
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener)
  }

  /** Entities of a set in order of insertion. */
  all(set: string): IterableIterator<Entity> {
    return this.#of(this.#entities, set).values()
  }

  size(set: string): number {
    return this.#of(this.#entities, set).size
  }

  get(set: string, key: string): Entity | undefined {
    return this.#of(this.#entities, set).get(key.toLowerCase())
  }

  /** Stores an entity under a new version and tells the listeners. */
  put(entity: Omit<Entity, 'version'>): Entity {
    const stored: Entity = { ...entity, key: entity.key.toLowerCase(), version: ++this.#version }
    this.#of(this.#entities, stored.set).set(stored.key, stored)
    this.#tell({ about: 'entity', set: stored.set, key: stored.key, gone: false })
    return stored
  }

  /** Removes an entity physically. */
  remove(set: string, key: string): boolean {
    const removed = this.#of(this.#entities, set).delete(key.toLowerCase())
    if (removed) this.#tell({ about: 'entity', set, key: key.toLowerCase(), gone: true })
    return removed
  }

  /** Record sets of a register subordinate to recorders: `recorderSet/recorderKey` -> records. */
  recordSets(register: string): IterableIterator<[string, RegisterRecord[]]> {
    return this.#of(this.#recordSets, register).entries()
  }

  recordSet(register: string, recorderSet: string, recorderKey: string): RegisterRecord[] {
    return this.#of(this.#recordSets, register).get(`${recorderSet}/${recorderKey}`) ?? []
  }

  /** Replaces the whole record set of a recorder; an empty list removes it. */
  putRecordSet(register: string, recorderSet: string, recorderKey: string, records: RegisterRecord[]): void {
    const sets = this.#of(this.#recordSets, register)
    if (records.length === 0 && !sets.has(`${recorderSet}/${recorderKey}`)) return
    if (records.length === 0) sets.delete(`${recorderSet}/${recorderKey}`)
    else sets.set(`${recorderSet}/${recorderKey}`, records)
    this.#version++
    this.#tell({ about: 'record-set', set: register, recorderSet, recorderKey })
  }

  /** Records of an independent information register. */
  records(register: string): IterableIterator<RegisterRecord> {
    return this.#of(this.#records, register).values()
  }

  record(register: string, recordKey: string): RegisterRecord | undefined {
    return this.#of(this.#records, register).get(recordKey)
  }

  putRecord(register: string, recordKey: string, record: RegisterRecord): void {
    this.#of(this.#records, register).set(recordKey, record)
    this.#version++
    this.#tell({ about: 'record', set: register, recordKey })
  }

  removeRecord(register: string, recordKey: string): void {
    if (this.#of(this.#records, register).delete(recordKey)) this.#tell({ about: 'record', set: register, recordKey })
  }

  /** Next value of a counter, from 1: numbers of documents (`set/prefix/year`), codes of catalogues. */
  next(counter: string): number {
    const value = (this.#counters.get(counter) ?? 0) + 1
    this.#counters.set(counter, value)
    return value
  }

  /** Lets a counter continue after a number that somebody else chose. */
  advance(counter: string, value: number): void {
    if (value > (this.#counters.get(counter) ?? 0)) this.#counters.set(counter, value)
  }

  /** The whole state, to be written to disk. */
  save(): BaseState {
    return {
      version: this.#version,
      entities: [...this.#entities.values()].flatMap((set) => [...set.values()]),
      recordSets: flatten(this.#recordSets),
      records: [...this.#records].map(([register, records]) => [register, [...records]]),
      counters: [...this.#counters],
    }
  }

  /** Replaces the state without telling listeners. */
  restore(state: BaseState): void {
    this.#changes++
    this.#restores++
    this.#version = state.version
    this.#entities = new Map()
    for (const entity of state.entities) this.#of(this.#entities, entity.set).set(entity.key, entity)
    this.#recordSets = new Map()
    for (const [path, records] of state.recordSets) {
      const [register = '', ...recorder] = path.split('|')
      this.#of(this.#recordSets, register).set(recorder.join('|'), records)
    }
    this.#records = new Map(state.records.map(([register, records]) => [register, new Map(records)]))
    this.#counters = new Map(state.counters)
  }

  #of<T>(sets: Map<string, Map<string, T>>, name: string): Map<string, T> {
    let found = sets.get(name)
    if (!found) sets.set(name, (found = new Map<string, T>()))
    return found
  }

  #tell(change: Change): void {
    this.#changes++
    for (const listener of this.#listeners) listener(change)
  }
}

function flatten(sets: Map<string, Map<string, RegisterRecord[]>>): [string, RegisterRecord[]][] {
  return [...sets].flatMap(([register, recorders]) =>
    [...recorders].map(([recorder, records]): [string, RegisterRecord[]] => [`${register}|${recorder}`, records]),
  )
}
