/** `SelectChanges` and `NotifyChangesReceived`: the durable channel of changes (section 7.1 of the reference). */
import { entityAddress } from '../addresses.ts'
import { atomAnswer, atomEntry, atomFeed } from '../answers/atom.ts'
import type { Context, ODataHandler, ODataRequest } from '../../context.ts'
import { escapeXml, refuse } from '../errors.ts'
import { isExposedName } from '../reading/expand.ts'
import type { Answer } from '../../http/http.ts'
import { entityItem, recordItem, recordSetItem } from '../reading/items.ts'
import type { Item } from '../reading/items.ts'
import { jsonAnswer, jsonItem } from '../answers/json.ts'
import { parseSelect } from '../reading/select.ts'
import type { Change, Entity } from '../../base/model.ts'

const POINT = /\/(ExchangePlan_[^/(]+)\(guid'([0-9a-f-]{36})'\)'?$/i

export const handleExchangePlan: ODataHandler = async (context, request) => {
  const { address, exchange } = request
  if (address.to !== 'exchange-plan') throw refuse.noMethod()
  if (exchange.method !== 'POST') throw refuse.badMethod()
  const node = nodeOf(context, exchange.query.get('DataExchangePoint'))
  const messageNo = messageNumber(exchange.query.get('MessageNo'))
  if (address.name === 'SelectChanges') return select(context, request, { node, messageNo })
  context.plans.acknowledge(node.key, messageNo)
  raise(context, node, { ReceivedNo: messageNo })
  return { status: 200, headers: { DataServiceVersion: '3.0' }, body: '' }
}

/** `$top`, `$select` and `$filter` are ignored: the package is everything that is not acknowledged (observed). */
function select(context: Context, request: ODataRequest, at: { node: Entity; messageNo: number }): Answer {
  const { node, messageNo } = at
  if (messageNo <= Number(node.fields['ReceivedNo'] ?? 0)) {
    throw refuse.business('Номер сообщения обмена меньше или равен номеру ранее принятого сообщения')
  }
  const changes = context.plans.select(node.key, messageNo).filter(({ set }) => isExposedName(context, set))
  raise(context, node, { SentNo: messageNo })
  const items = changes.flatMap((change) => itemOf(context, change) ?? [])
  if (request.format === 'json') return jsonPackage(context, request, items)
  const gone = changes.filter((change) => change.about === 'entity' && !context.base.get(change.set, change.key))
  return atomPackage(context, request, { items, gone })
}

/** JSON says nothing of deletions; its annotation of types is inferred. In pieces: a whole base is longer than a text can be. */
function jsonPackage(context: Context, request: ODataRequest, items: Item[]): Answer {
  const value = items.map((item, at) => {
    const view = wholeView(context, request, item)
    const printed = { 'odata.type': `StandardODATA.${item.set.name}`, ...jsonItem(view, item) }
    return Buffer.from((at === 0 ? '' : ',') + JSON.stringify(printed))
  })
  const [before = '', after = ''] = JSON.stringify({
    'odata.metadata': `${request.rootUrl}/$metadata`,
    value: [],
  }).split(/(?<=\[)/)
  return { ...jsonAnswer({}), body: Buffer.concat([Buffer.from(before), ...value, Buffer.from(after)]) }
}

function atomPackage(context: Context, request: ODataRequest, found: { items: Item[]; gone: Change[] }): Answer {
  const { rootUrl } = request
  const now = context.base.clock.now()
  const entries = found.items.map((item) => atomEntry(wholeView(context, request, item), item))
  const tombstones = found.gone.map((change) => {
    const address = change.about === 'entity' ? entityAddress(change.set, change.key) : ''
    return `<at:deleted-entry ref="${escapeXml(`${rootUrl}/${address}`)}" when="${now}"/>`
  })
  const inside = [...entries, ...tombstones].map((line) => `${line}\n`).join('')
  return atomAnswer('feed', atomFeed({ rootUrl, name: 'SelectChanges', now, entries: inside }))
}

function wholeView(context: Context, request: ODataRequest, item: Item) {
  return { context, request, selection: parseSelect('', item.set), expansions: [] }
}

/** An empty record set is a message too: all rows are gone. */
function itemOf(context: Context, change: Change): Item | undefined {
  const set = context.sets.get(change.set)
  if (!set) return undefined
  if (change.about === 'entity') {
    const entity = context.base.get(change.set, change.key)
    return entity && entityItem(set, entity)
  }
  if (change.about === 'record-set') {
    const { recorderSet, recorderKey } = change
    const records = context.base.recordSet(change.set, recorderSet, recorderKey)
    return recordSetItem(set, `${recorderSet}/${recorderKey}`, records)
  }
  const record = context.base.record(change.set, change.recordKey)
  return record && recordItem(set, record)
}

/** @param given canonical address of the node in single quotes */
function nodeOf(context: Context, given: string | undefined): Entity {
  if (given === undefined) throw refuse.argumentMissing('DataExchangePoint')
  const [, set = '', key = ''] = POINT.exec(given) ?? []
  const plan = context.sets.get(set)
  if (!plan) throw refuse.badRequest()
  const node = context.base.get(set, key)
  if (!node) throw refuse.noInstance(set)
  if (node.fields['ThisNode'] === true) throw refuse.business('Узел является этой информационной базой')
  return node
}

function messageNumber(given: string | undefined): number {
  if (given === undefined) throw refuse.argumentMissing('MessageNo')
  if (!/^\d{1,10}$/.test(given)) throw refuse.badLiteral(given, 'Edm.Int64')
  return Number(given)
}

/** Message numbers of a node only grow. */
function raise(context: Context, node: Entity, numbers: Record<string, number>): void {
  const fields = { ...node.fields }
  for (const [name, value] of Object.entries(numbers)) fields[name] = String(Math.max(value, Number(fields[name] ?? 0)))
  context.base.put({ ...node, fields })
}
