/** Writing into registers past the documents: single records of independent registers and whole record sets. */
import type { Books } from './books.ts'
import { refuse } from '../odata/errors.ts'
import type { AccumulationRegisterType, Field, InformationRegisterType, RegisterRecord } from '../base/model.ts'
import { emptyValues, objectOf } from '../base/objects.ts'
import { keyPartsOf, recordKeyOf } from '../base/record-key.ts'
import type { Body } from './values.ts'
import { readDate, readField } from './values.ts'

interface RecordAddress {
  register: string
  recordKey: string
}

/** Adds a record; every part of the key must be named, a key that is taken changes nothing (code 15). */
export function createRecord(books: Books, register: string, body: Body): RegisterRecord {
  const object = independentRegister(books, register)
  for (const part of keyPartsOf(object)) if (body[part] === undefined) throw refuse.keyPartMissing(part)
  const record = { ...emptyRecord(object), ...readRecord(books, object, body) }
  const recordKey = recordKeyOf(object, record)
  if (books.base.record(register, recordKey)) throw refuse.duplicateKey()
  books.base.putRecord(register, recordKey, record)
  return record
}

/** Changes resources of a record; the key in the body is ignored, as `Ref_Key` is for objects. */
export function changeRecord(books: Books, { register, recordKey }: RecordAddress, body: Body): RegisterRecord {
  const object = independentRegister(books, register)
  const before = books.base.record(register, recordKey)
  if (!before) throw refuse.noInstance(register)
  const record = { ...before }
  for (const field of [...object.resources, ...object.fields]) {
    Object.assign(record, readField(books.base.profile, field, body))
  }
  books.base.putRecord(register, recordKey, record)
  return record
}

export function removeRecord(books: Books, { register, recordKey }: RecordAddress): void {
  independentRegister(books, register)
  if (!books.base.record(register, recordKey)) throw refuse.noInstance(register)
  books.base.removeRecord(register, recordKey)
}

/** Replaces all records of a recorder by `body.RecordSet` (documented); the recorder named in the rows is ignored. */
export function writeRecordSet(
  books: Books,
  at: { register: string; recorder: { set: string; key: string } },
  body: Body,
): RegisterRecord[] {
  const object = objectOf(books.base.profile, at.register)
  if (object?.class !== 'AccumulationRegister') throw refuse.badMethod()
  const rows = body['RecordSet']
  if (!Array.isArray(rows)) throw refuse.internal()
  const records = rows.map((row: unknown, index) => readMovement(books, object, { row, index, recorder: at.recorder }))
  books.base.putRecordSet(at.register, at.recorder.set, at.recorder.key, records)
  return records
}

function readMovement(
  books: Books,
  object: AccumulationRegisterType,
  given: { row: unknown; index: number; recorder: { set: string; key: string } },
): RegisterRecord {
  const { row, index, recorder } = given
  if (typeof row !== 'object' || row === null) throw refuse.internal()
  const body = row as Body
  const record: RegisterRecord = {
    Recorder: recorder.key,
    Recorder_Type: `StandardODATA.${recorder.set}`,
    Period: readDate(body['Period']),
    LineNumber: String(index + 1),
    Active: body['Active'] !== false,
  }
  if (object.register === 'balance') record['RecordType'] = body['RecordType'] === 'Expense' ? 'Expense' : 'Receipt'
  for (const field of fieldsOf(object)) {
    Object.assign(record, emptyValues(field), readField(books.base.profile, field, body))
  }
  return record
}

function independentRegister(books: Books, register: string): InformationRegisterType {
  const object = objectOf(books.base.profile, register)
  if (!object) throw refuse.noSet(register)
  if (object.class !== 'InformationRegister') throw refuse.badMethod()
  return object
}

function emptyRecord(object: InformationRegisterType): RegisterRecord {
  return Object.assign({}, ...fieldsOf(object).map(emptyValues)) as RegisterRecord
}

function readRecord(books: Books, object: InformationRegisterType, body: Body): RegisterRecord {
  const record: RegisterRecord = object.periodic ? { Period: readDate(body['Period']) } : {}
  for (const field of fieldsOf(object)) Object.assign(record, readField(books.base.profile, field, body))
  return record
}

function fieldsOf(object: InformationRegisterType | AccumulationRegisterType): Field[] {
  return [...object.dimensions, ...object.resources, ...object.fields]
}
