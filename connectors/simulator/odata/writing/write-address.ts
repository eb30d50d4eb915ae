/** What the address of a write names: an entity, a record of an independent register, the recorder of a record set. */
import { refuse } from '../errors.ts'
import type { DataAddress } from '../address.ts'
import { recordKeyOf } from '../../base/record-key.ts'
import type { EntitySet } from '../metadata/sets.ts'

/** @throws {ODataError} when the address names a whole set */
export function keyed(address: DataAddress): { set: EntitySet; key: Record<string, string> } {
  if (address.key === null) throw refuse.badMethod()
  return { set: address.set, key: address.key }
}

/** Key of a record as the base keeps it. */
export function recordKey(set: EntitySet, key: Record<string, string>): string {
  return set.object.class === 'InformationRegister' ? recordKeyOf(set.object, key) : ''
}

/** The document behind a record set: the register may be written by one kind of documents or by several. */
export function recorderOf(set: EntitySet, key: Record<string, string>): { set: string; key: string } {
  const only = set.object.class === 'AccumulationRegister' ? set.object.recorders[0] : undefined
  const type = key['Recorder_Type']?.replace('StandardODATA.', '') ?? only ?? ''
  return { set: type, key: key['Recorder'] ?? key['Recorder_Key'] ?? '' }
}
