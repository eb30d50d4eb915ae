/** Posting and unposting of documents: objections first, then the flag and the movements, then what follows from them. */
import type { Books, Movement } from './books.ts'
import { refuse } from '../odata/errors.ts'
import { assertOpenPeriod, assertUnlocked } from './guards.ts'
import type { WriteOptions } from './ledger.ts'
import type { Entity, RegisterRecord } from '../base/model.ts'
import { objectOf } from '../base/objects.ts'
import { presentationOf } from '../base/presentation.ts'
import type { ObjectAddress } from './writing.ts'

/** Posts a document or refuses with the reasons of its module (500, code -1). Posting again rewrites the movements. */
export function postDocument(books: Books, at: ObjectAddress, options: WriteOptions): Entity {
  const document = findDocument(books, at)
  assertUnlocked(books, at, options.by)
  const logic = books.settings.serverLogic
  if (logic) assertPostable(books, document)
  const posted = books.base.put({ ...document, fields: { ...document.fields, Posted: true } })
  writeMovements(books, posted, logic ? (books.rules[at.set]?.movements?.(books, posted) ?? []) : [])
  if (logic) books.rules[at.set]?.afterPosting?.(books, posted)
  return posted
}

/** Takes the movements back. Statuses that posting has set stay as they are (observed). */
export function unpostDocument(books: Books, at: ObjectAddress, options: WriteOptions): Entity {
  const document = findDocument(books, at)
  assertUnlocked(books, at, options.by)
  if (books.settings.serverLogic) assertOpenPeriod(books, document)
  clearMovements(books, document)
  return books.base.put({ ...document, fields: { ...document.fields, Posted: false } })
}

/** Removes whatever the document has written into registers. */
export function clearMovements(books: Books, document: Entity): void {
  if (document.set.startsWith('Document_')) writeMovements(books, document, [])
}

function findDocument(books: Books, at: ObjectAddress): Entity {
  const object = objectOf(books.base.profile, at.set)
  if (!object) throw refuse.noSet(at.set)
  if (object.class !== 'Document') throw refuse.noMethod()
  const document = books.base.get(at.set, at.key)
  if (!document) throw refuse.noInstance(at.set)
  return document
}

function assertPostable(books: Books, document: Entity): void {
  assertOpenPeriod(books, document)
  const marked = document.fields['DeletionMark'] === true
  const reasons = marked
    ? ['Документ помечен на удаление.']
    : (books.rules[document.set]?.objections?.(books, document) ?? [])
  if (reasons.length === 0) return
  throw refuse.business([`Не удалось провести "${presentationOf(document)}"!`, ...reasons].join('\n'))
}

function writeMovements(books: Books, document: Entity, movements: Movement[]): void {
  for (const object of books.base.profile.objects) {
    if (object.class !== 'AccumulationRegister' || !object.recorders.includes(document.set)) continue
    const register = `AccumulationRegister_${object.name}`
    const records = movements.filter((movement) => movement.register === register).map(({ record }) => record)
    books.base.putRecordSet(register, document.set, document.key, recorded(document, records))
  }
}

function recorded(document: Entity, records: RegisterRecord[]): RegisterRecord[] {
  return records.map((record, index) => ({
    Recorder: document.key,
    Recorder_Type: `StandardODATA.${document.set}`,
    Period: String(document.fields['Date']),
    LineNumber: String(index + 1),
    Active: true,
    ...record,
  }))
}
