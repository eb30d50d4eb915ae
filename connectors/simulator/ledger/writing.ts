/** Creating, changing and removing objects: checks of the platform, then the logic of the configuration, then the store. */
import type { Books } from './books.ts'
import { type Draft, emptyDraft, fillDraft, isUndated, missingProperty } from './draft.ts'
import { refuse } from '../odata/errors.ts'
import { assertOpenPeriod, assertUnlocked } from './guards.ts'
import type { WriteOptions } from './ledger.ts'
import { type Entity, type ObjectType, EMPTY_GUID } from '../base/model.ts'
import { assertFreeNumber, assignNumber } from './numbering.ts'
import { objectOf } from '../base/objects.ts'
import { clearMovements } from './posting.ts'
import { type Body, readGuid } from './values.ts'

/** Which object a write is about. */
export interface ObjectAddress {
  set: string
  key: string
}

interface Writing {
  body: Body
  options: WriteOptions
}

/** Creates an object under the client's `Ref_Key` or a new one; a taken key changes nothing and is code 15. */
export function createObject(books: Books, set: string, { body, options }: Writing): Entity {
  const object = writableObject(books, set)
  const draft = emptyDraft(object, set, keyFor(books, object, body['Ref_Key']))
  if (books.base.get(set, draft.key)) throw refuse.duplicateKey()
  fillDraft(books.base.profile, object, { draft, body, as: 'create' })
  if (object.class === 'Catalog') draft.fields['Predefined'] = draft.fields['PredefinedDataName'] !== ''
  if (object.class === 'Document' && isUndated(draft)) draft.fields['Date'] = books.base.clock.now()
  return store(books, object, { draft, options, before: undefined })
}

/** Changes what the body names and gives the object a new version, even when nothing differs (observed). */
export function changeObject(books: Books, at: ObjectAddress, { body, options }: Writing): Entity {
  const object = writableObject(books, at.set)
  const before = books.base.get(at.set, at.key) ?? absentConstant(object, at)
  if (!before) throw refuse.noInstance(at.set)
  assertUnlocked(books, at, options.by)
  const missing = options.whole ? missingProperty(object, body) : undefined
  if (missing !== undefined) throw refuse.valueMissing(missing)
  const draft: Draft = { set: before.set, key: before.key, fields: { ...before.fields }, rows: { ...before.rows } }
  fillDraft(books.base.profile, object, { draft, body, as: 'change' })
  return store(books, object, { draft, options, before })
}

/** Removes physically: no mark, no check of references (observed); movements of a document go with it. */
export function removeObject(books: Books, at: ObjectAddress, options: WriteOptions): void {
  writableObject(books, at.set)
  const entity = books.base.get(at.set, at.key)
  if (!entity) throw refuse.noInstance(at.set)
  assertUnlocked(books, at, options.by)
  if (books.settings.serverLogic) assertOpenPeriod(books, entity)
  clearMovements(books, entity)
  books.base.remove(at.set, at.key)
}

function store(
  books: Books,
  object: ObjectType,
  writing: { draft: Draft; options: WriteOptions; before: Entity | undefined },
): Entity {
  const { draft, before } = writing
  const logic = books.settings.serverLogic && !writing.options.loadMode
  draft.rows = structuredClone(draft.rows)
  assertMarkable(draft, before)
  if (logic) {
    if (before) assertOpenPeriod(books, before)
    assertOpenPeriod(books, draft)
    books.rules[draft.set]?.beforeWrite?.(books, draft)
    assertFreeNumber(books.base, draft, before)
  }
  assignNumber(books.base, object, draft)
  const written = books.base.put(draft)
  if (logic) books.rules[draft.set]?.afterWrite?.(books, written)
  return written
}

function writableObject(books: Books, set: string): ObjectType {
  const object = objectOf(books.base.profile, set)
  if (!object) throw refuse.noSet(set)
  if (object.class === 'InformationRegister' || object.class === 'AccumulationRegister') throw refuse.badMethod()
  return object
}

function keyFor(books: Books, object: ObjectType, given: unknown): string {
  if (object.class === 'Constant') return EMPTY_GUID
  const key = given === undefined || given === null ? EMPTY_GUID : readGuid(given)
  return key === EMPTY_GUID ? books.newId() : key
}

/** A constant always exists; until somebody writes it, it is empty. */
function absentConstant(object: ObjectType, at: ObjectAddress): Entity | undefined {
  return object.class === 'Constant' ? { ...emptyDraft(object, at.set, EMPTY_GUID), version: 0 } : undefined
}

/** A posted document cannot be marked for deletion until it is unposted (observed). */
function assertMarkable(draft: Draft, before: Entity | undefined): void {
  const marking = draft.fields['DeletionMark'] === true && before?.fields['DeletionMark'] !== true
  if (marking && draft.fields['Posted'] === true) {
    throw refuse.business('Нельзя пометить на удаление проведенный документ. Сначала отмените его проведение.')
  }
}
