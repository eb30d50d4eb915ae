/** POST, PATCH, PUT and DELETE of the OData interface: what they mean for each kind of set (section 4 of the reference). */
import type { Context, ODataHandler, ODataRequest } from '../../context.ts'
import { refuse } from '../errors.ts'
import type { Answer } from '../../http/http.ts'
import { entityItem, dataVersion, recordItem, recordSetItem, constantItem } from '../reading/items.ts'
import type { WriteOptions } from '../../ledger/ledger.ts'
import { EMPTY_GUID } from '../../base/model.ts'
import { readOptions } from '../options.ts'
import type { DataAddress } from '../address.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { keyed, recordKey, recorderOf } from './write-address.ts'
import { answerWith, createdAnswer } from './write-answer.ts'
import { readBody } from './write-body.ts'

const LOAD_MODE_HEADER = '1c_odata-dataloadmode'

interface Writing {
  context: Context
  request: ODataRequest
  address: DataAddress
  options: WriteOptions
}

export const handleWrite: ODataHandler = async (context, request) => {
  const { address, exchange } = request
  if (address.to !== 'data') throw refuse.badMethod()
  readOptions(exchange.query)
  const writing: Writing = { context, request, address, options: optionsOf(request) }
  if (address.set.kind === 'section') throw exchange.method === 'POST' ? refuse.tabularRow() : refuse.badMethod()
  if (address.set.kind === 'record-type' || address.steps.length > 0 || address.end !== '') throw refuse.badMethod()
  if (!mayWrite(context, address)) throw refuse.noRights()
  if (exchange.method === 'POST') return create(writing)
  assertVersion(writing)
  if (exchange.method === 'DELETE') return remove(writing)
  if (exchange.method === 'PATCH' || exchange.method === 'PUT') return change(writing)
  throw refuse.badMethod()
}

/** Rights are checked inside 1C: the refusal has an OData body. */
export function mayWrite({ settings }: Context, at: { set: EntitySet; key: Record<string, string> | null }): boolean {
  const hidden = settings.forbidden[at.set.name] ?? []
  return !settings.readOnly.includes(at.set.name) && !hidden.includes(at.key?.['Ref_Key'] ?? '')
}

function optionsOf({ exchange }: ODataRequest): WriteOptions {
  return {
    loadMode: exchange.headers[LOAD_MODE_HEADER]?.toLowerCase() === 'true',
    whole: exchange.method === 'PUT',
    by: exchange.user,
  }
}

/** 201 with `Location` and the whole object; a record of an independent register answers 200 (observed). */
function create(writing: Writing): Answer {
  const { context, request, address, options } = writing
  const { set } = address
  if (address.key !== null) throw refuse.badMethod()
  const body = readBody(request.exchange.body)
  if (set.kind === 'records') {
    return answerWith(context, request, recordItem(set, context.ledger.createRecord(set.name, body)))
  }
  if (set.kind === 'record-sets' || set.kind === 'constant') throw refuse.badMethod()
  return createdAnswer(context, request, { set, entity: context.ledger.create(set.name, body, options) })
}

function change(writing: Writing): Answer {
  const { context, request, address, options } = writing
  const { ledger } = context
  const { set, key } = keyed(address)
  const body = readBody(request.exchange.body)
  if (set.kind === 'records') {
    return answerWith(context, request, recordItem(set, ledger.changeRecord(set.name, recordKey(set, key), body)))
  }
  if (set.kind === 'record-sets') return changeRecordSet(writing)
  if (set.kind === 'constant') {
    ledger.change(set.name, EMPTY_GUID, body, options)
    return answerWith(context, request, constantItem(context.base, set))
  }
  return answerWith(context, request, entityItem(set, ledger.change(set.name, key['Ref_Key'] ?? '', body, options)))
}

function changeRecordSet(writing: Writing): Answer {
  const { context, request, address } = writing
  const { set, key } = keyed(address)
  const recorder = recorderOf(set, key)
  const records = context.ledger.writeRecordSet(set.name, recorder, readBody(request.exchange.body))
  return answerWith(context, request, recordSetItem(set, `${recorder.set}/${recorder.key}`, records))
}

/** Physical and at once; the body of the answer is empty. */
function remove({ context, address, options }: Writing): Answer {
  const { set, key } = keyed(address)
  if (set.kind === 'records') context.ledger.removeRecord(set.name, recordKey(set, key))
  else if (set.kind === 'record-sets' || set.kind === 'constant') throw refuse.badMethod()
  else context.ledger.remove(set.name, key['Ref_Key'] ?? '', options)
  return { status: 204, headers: { DataServiceVersion: '3.0' }, body: '' }
}

/** `If-Match` is documented to protect, and was seen to be ignored by live bases in every form. */
function assertVersion({ context, request, address }: Writing): void {
  const expected = request.exchange.headers['if-match']
  if (expected === undefined || expected === '*' || context.settings.ifMatch === 'ignore') return
  const entity = context.base.get(address.set.name, address.key?.['Ref_Key'] ?? '')
  if (entity && dataVersion(entity.version) !== expected.replace(/^(W\/)?"?|"$/g, '')) throw refuse.versionMismatch()
}
