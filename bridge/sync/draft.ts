/** Turns a frozen request into a record of the base: row ids become keys, what is not in the base yet is sent first. */
import type { Draft } from '../../connectors/connector.ts'
import { Misfit } from '../../connectors/errors.ts'
import type { Records } from '../domain/received.ts'
import type { ContractRequest, CounterpartyRequest, InvoiceRequest, Request } from '../domain/request.ts'
import type { Noun } from '../domain/sync.ts'
import type { StoredIntent } from '../store/intents.ts'
import type { Partner } from './partner.ts'
import { toBase } from './mapping/translate.ts'

/** Finds the key of one of our rows in the base; sends the row first when it is on its way. */
export type KeyOf = (noun: Noun, ourId: number) => Promise<string>

export async function draftOf(partner: Partner, intent: StoredIntent, keyOf: KeyOf): Promise<Draft> {
  const request = JSON.parse(intent.payload) as Request
  const mapping = partner.mappings[request.noun]
  if (!mapping) throw new Misfit('mapping.missing', `no mapping for ${request.noun}`)
  const record = await recordOf(request, keyOf)
  const fields = toBase(mapping, record, { lookups: await partner.lookups(mapping), marker: intent.id })
  return { kind: mapping.kind, key: intent.foreignKey, fields }
}

function recordOf(request: Request, keyOf: KeyOf): Promise<Records[Noun]> {
  if (request.noun === 'invoice') return invoiceRecord(request, keyOf)
  return request.noun === 'contract' ? contractRecord(request, keyOf) : Promise.resolve(counterpartyRecord(request))
}

async function invoiceRecord(request: InvoiceRequest, keyOf: KeyOf): Promise<Records['invoice']> {
  const counterpartyKey = await keyOf('counterparty', request.counterpartyId)
  const lines: Records['invoice']['lines'] = []
  for (const { productId, ...line } of request.lines)
    lines.push({ ...line, productKey: productId === null ? '' : await keyOf('product', productId) })
  return {
    number: '',
    date: request.moment,
    organisationKey: await keyOf('organisation', request.organisationId),
    counterpartyKey,
    contractKey: await keyOf('contract', request.contractId),
    vatIncluded: request.vatIncluded,
    totalMinor: request.totalMinor,
    posted: false,
    marked: false,
    comment: request.comment,
    lines,
  }
}

async function contractRecord(request: ContractRequest, keyOf: KeyOf): Promise<Records['contract']> {
  return {
    isGroup: false,
    marked: false,
    name: request.name,
    counterpartyKey: await keyOf('counterparty', request.counterpartyId),
    organisationKey: await keyOf('organisation', request.organisationId),
    number: request.number,
    date: request.date,
    sort: 'with-buyer',
  }
}

function counterpartyRecord({ noun: _noun, ...requisites }: CounterpartyRequest): Records['counterparty'] {
  return { ...requisites, isGroup: false, marked: false }
}
