/**
 * The one door through which anything is written into the simulated base: OData handlers, the accountant's web client and
 * worlds all call it, so that the same checks, numbering and server-side logic apply to everybody.
 * Every refusal is an `ODataError` with the text that 1C would show.
 */
import { randomUUID } from 'node:crypto'
import type { Base } from '../base/base.ts'
import type { Books, Rules } from './books.ts'
import { type Deed, History } from '../base/history.ts'
import type { Entity, RegisterRecord } from '../base/model.ts'
import { postDocument, unpostDocument } from './posting.ts'
import { changeRecord, createRecord, removeRecord, writeRecordSet } from './record-writing.ts'
import { rulesOf } from '../rules/index.ts'
import { defaultSettings } from '../settings.ts'
import type { Settings } from '../settings.ts'
import type { Body } from './values.ts'
import { changeObject, createObject, removeObject } from './writing.ts'

export type { Body } from './values.ts'

export interface WriteOptions {
  /** `1C_OData-DataLoadMode: true`: server-side logic and checks are skipped, the object is stored as sent. */
  loadMode?: boolean
  /** PUT: the body must bring every property. */
  whole?: boolean
  /** Name of the user who writes; a lock held by the same user does not hinder. */
  by?: string
}

export class Ledger {
  readonly base: Base
  readonly books: Books
  /** Who did what to a record; no property shows it. */
  readonly history = new History()

  constructor(base: Base, options: { settings?: Settings; rules?: Rules; newId?: () => string } = {}) {
    this.base = base
    this.books = {
      base,
      settings: options.settings ?? defaultSettings(),
      rules: options.rules ?? rulesOf(base.profile),
      newId: options.newId ?? randomUUID,
      locks: new Map(),
    }
  }

  /** Creates a catalogue item, document or plan node. `body` is spelled as over OData; `Ref_Key` in it is used. */
  create(set: string, body: Body, options: WriteOptions = {}): Entity {
    return this.#noted('created', options, createObject(this.books, set, { body, options }))
  }

  /** Changes the named properties only; a section named in the body is replaced whole. */
  change(set: string, key: string, body: Body, options: WriteOptions = {}): Entity {
    const before = this.base.get(set, key)
    return this.#noted('changed', options, changeObject(this.books, { set, key }, { body, options }), before)
  }

  /** Removes physically, with the movements of a document. References to it stay dangling. */
  remove(set: string, key: string, options: WriteOptions = {}): void {
    removeObject(this.books, { set, key }, options)
  }

  /** Posts a document (again): movements are rewritten. */
  post(set: string, key: string, options: WriteOptions = {}): Entity {
    return this.#noted('posted', options, postDocument(this.books, { set, key }, options))
  }

  unpost(set: string, key: string, options: WriteOptions = {}): Entity {
    return this.#noted('unposted', options, unpostDocument(this.books, { set, key }, options))
  }

  /** Adds a record of an independent information register; the same key twice is refused with code 15. */
  createRecord(register: string, body: Body): RegisterRecord {
    return createRecord(this.books, register, body)
  }

  /** @param recordKey as `recordKeyOf` makes it */
  changeRecord(register: string, recordKey: string, body: Body): RegisterRecord {
    return changeRecord(this.books, { register, recordKey }, body)
  }

  removeRecord(register: string, recordKey: string): void {
    removeRecord(this.books, { register, recordKey })
  }

  /** Replaces the record set of a recorder: `body.RecordSet` brings all its rows. */
  writeRecordSet(register: string, recorder: { set: string; key: string }, body: Body): RegisterRecord[] {
    return writeRecordSet(this.books, { register, recorder }, body)
  }

  /** Holds an object the way an open form does; writes of others fail until `unlock`. */
  lock(set: string, key: string, by: string): void {
    this.books.locks.set(`${set}/${key.toLowerCase()}`, by)
  }

  unlock(set: string, key: string): void {
    this.books.locks.delete(`${set}/${key.toLowerCase()}`)
  }

  #noted(deed: Deed, options: WriteOptions, after: Entity, before?: Entity): Entity {
    this.history.note({ at: this.base.clock.now(), by: options.by ?? '', deed }, after, before)
    return after
  }
}
