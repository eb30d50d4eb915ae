/** Turns a frozen request into a record of the base: row ids become keys, what is not in the base yet is sent first. */
import type { Draft } from '../../connectors/connector.ts'
import { Misfit } from '../../connectors/errors.ts'
import type { Records } from '../domain/received.ts'
import type { ContractRequest, CounterpartyRequest, InvoiceRequest, Request } from '../domain/request.ts'
import type { Noun } from '../domain/sync.ts'
import type { StoredIntent } from '../store/intents.ts'
import { linksOfRows } from '../store/links.ts'
import type { Partner } from './partner.ts'
import { toBase } from './mapping/translate.ts'
import { Waits } from './outcome.ts'
import { isWhichOneOpen } from './questions.ts'

/** One of our rows. */
export interface Row {
  noun: Noun
  /** Row id. */
  ourId: number
}

/**
 * @param send brings a row that the base does not hold yet there first, and answers its key
 * @throws Waits while a person has to say which record of the base it is
 */
export async function draftOf(
  partner: Partner,
  intent: StoredIntent,
  send: (row: Row) => Promise<string>,
): Promise<Draft> {
  if (await isWhichOneOpen(partner, intent)) throw new Waits(intent.noun, { because: '', baseDown: false })
  const request = JSON.parse(intent.payload) as Request
  const mapping = partner.mappings[request.noun]
  if (!mapping) throw new Misfit('mapping.missing', `no mapping for ${request.noun}`)
  const keyOf = await keysOf(partner, namedBy(request), send)
  const fields = toBase(mapping, recordOf(request, keyOf), {
    lookups: await partner.lookups(mapping),
    marker: intent.id,
  })
  return { kind: mapping.kind, key: intent.foreignKey, fields }
}

type KeyOf = (noun: Noun, ourId: number) => string

/** Keys of rows in the base: those it holds are asked for in one go, the others are sent first, in their order. */
async function keysOf({ ports, base }: Partner, rows: Row[], send: (row: Row) => Promise<string>): Promise<KeyOf> {
  const links = await linksOfRows(ports.database.db, base.rowId, rows)
  const keys = new Map(links.filter(({ gone }) => !gone).map((link) => [place(link), link.foreignKey]))
  for (const row of rows) if (!keys.has(place(row))) keys.set(place(row), await send(row))
  return (noun, ourId) => keys.get(place({ noun, ourId })) ?? ''
}

const place = ({ noun, ourId }: Row) => `${noun}/${ourId}`

/** What must be in the base before the request can be: a counterparty before its contract. */
function namedBy(request: Request): Row[] {
  if (request.noun === 'counterparty') return []
  const parties: Row[] = [
    { noun: 'organisation', ourId: request.organisationId },
    { noun: 'counterparty', ourId: request.counterpartyId },
  ]
  if (request.noun === 'contract') return parties
  const products = new Set(request.lines.flatMap(({ productId }) => (productId === null ? [] : [productId])))
  return [
    ...parties,
    { noun: 'contract', ourId: request.contractId },
    ...[...products].map((ourId): Row => ({ noun: 'product', ourId })),
  ]
}

function recordOf(request: Request, keyOf: KeyOf): Records[Noun] {
  if (request.noun === 'invoice') return invoiceRecord(request, keyOf)
  return request.noun === 'contract' ? contractRecord(request, keyOf) : counterpartyRecord(request)
}

function invoiceRecord(request: InvoiceRequest, keyOf: KeyOf): Records['invoice'] {
  return {
    number: '',
    date: request.moment,
    organisationKey: keyOf('organisation', request.organisationId),
    counterpartyKey: keyOf('counterparty', request.counterpartyId),
    contractKey: keyOf('contract', request.contractId),
    vatIncluded: request.vatIncluded,
    totalMinor: request.totalMinor,
    posted: false,
    marked: false,
    comment: request.comment,
    lines: request.lines.map(({ productId, ...line }) => ({
      productKey: productId === null ? '' : keyOf('product', productId),
      ...line,
    })),
  }
}

function contractRecord(request: ContractRequest, keyOf: KeyOf): Records['contract'] {
  return {
    isGroup: false,
    marked: false,
    name: request.name,
    counterpartyKey: keyOf('counterparty', request.counterpartyId),
    organisationKey: keyOf('organisation', request.organisationId),
    number: request.number,
    date: request.date,
    sort: 'with-buyer',
  }
}

function counterpartyRecord({ noun: _noun, ...requisites }: CounterpartyRequest): Records['counterparty'] {
  return { isGroup: false, marked: false, ...requisites }
}
