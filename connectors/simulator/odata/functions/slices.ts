/** `SliceLast` and `SliceFirst`: the newest (oldest) record of an information register for each set of dimensions. */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import type { Call, Result } from './calls.ts'
import { assertArguments, momentOf } from './calls.ts'
import { recordItem } from '../reading/items.ts'
import type { RegisterRecord } from '../../base/model.ts'
import { keyPartsOf } from '../../base/record-key.ts'

/** @param passes `Condition`, applied before the slice is taken */
export function slice(context: Context, call: Call, passes: (record: RegisterRecord) => boolean): Result {
  const { set } = call
  if (set.kind !== 'records' || set.object.class !== 'InformationRegister') throw refuse.noMethod()
  assertArguments(call, ['Period', 'Condition'])
  const records = [...context.base.records(set.name)].filter(passes)
  // Slices are declared for registers without a period too (observed); there every record is its own slice (inferred).
  const kept = set.object.periodic ? outermost(records, call, keyPartsOf(set.object).slice(1)) : records
  return { set, items: kept.map((record) => recordItem(set, record)), fragment: set.name }
}

/** The moment itself belongs to the slice. */
function outermost(records: RegisterRecord[], call: Call, dimensions: string[]): RegisterRecord[] {
  const period = momentOf(call.args, 'Period')
  const last = call.method === 'SliceLast'
  const kept = new Map<string, RegisterRecord>()
  for (const record of records) {
    const at = String(record['Period'])
    if (period !== undefined && (last ? at > period : at < period)) continue
    const group = dimensions.map((name) => String(record[name])).join('|')
    const other = kept.get(group)
    if (!other || (last ? at > String(other['Period']) : at < String(other['Period']))) kept.set(group, record)
  }
  return [...kept.values()]
}
