/** Bound methods: posting of documents, virtual tables of accumulation registers, slices of information registers. */
import type { Call, Result } from './calls.ts'
import type { Context, ODataHandler, ODataRequest } from '../../context.ts'
import { refuse } from '../errors.ts'
import { compileCondition } from '../filter/filter.ts'
import type { Answer } from '../../http/http.ts'
import { recordItem } from '../reading/items.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { answerWithRows } from '../answers/result-rows.ts'
import { slice } from './slices.ts'
import { tableOf } from './turnovers.ts'
import { mayWrite } from '../writing/write.ts'

export const handleCall: ODataHandler = async (context, request) => {
  const { address, exchange } = request
  if (address.to !== 'call') throw refuse.noMethod()
  if (address.method === 'Post' || address.method === 'Unpost') return post(context, request, address)
  if (exchange.method !== 'GET') throw refuse.badMethod()
  if (address.key !== null) throw refuse.noMethod()
  return answerWithRows(context, request, resultOf(context, address))
}

/** Success is 200 with an empty body; what became of the document is to be read again (observed). */
function post(context: Context, request: ODataRequest, call: Call): Answer {
  if (call.set.kind !== 'document' || call.key === null) throw refuse.noMethod()
  if (request.exchange.method !== 'POST') throw refuse.badMethod()
  if (!mayWrite(context, call)) throw refuse.noRights()
  const options = { by: request.exchange.user }
  const key = call.key['Ref_Key'] ?? ''
  if (call.method === 'Post') context.ledger.post(call.set.name, key, options)
  else context.ledger.unpost(call.set.name, key, options)
  return { status: 200, headers: { DataServiceVersion: '3.0' }, body: '' }
}

function resultOf(context: Context, call: Call): Result {
  const { method } = call
  if (method === 'SliceLast' || method === 'SliceFirst')
    return slice(context, call, sieve(context, call.set, call.args))
  if (method !== 'Balance' && method !== 'Turnovers' && method !== 'BalanceAndTurnovers') throw refuse.noMethod()
  const records = context.sets.get(`${call.set.root}_RecordType`)
  if (!records || call.set.kind !== 'record-sets') throw refuse.noMethod()
  return tableOf(context, call, sieve(context, records, call.args))
}

/** `Condition` works on the records, before anything is summed. */
function sieve(
  context: Context,
  set: EntitySet,
  args: Call['args'],
): (record: Record<string, string | number | boolean>) => boolean {
  const condition = args['Condition']
  if (condition === undefined || condition.trim() === '') return () => true
  const { test } = compileCondition(context, set, condition)
  return (record) => test(recordItem(set, record))
}
