/** Which fields our records have and what they hold, for checking mappings; the compiler keeps it in step with `received.ts`. */
import type { Records } from '../../domain/received.ts'
import type { Noun } from '../../domain/sync.ts'

export type Holds = 'text' | 'number' | 'minor' | 'milli' | 'date' | 'yes-no' | 'key' | 'word' | Shape
export interface Shape {
  [field: string]: Holds
}

type ShapeOf<R> = { [F in keyof R]: R[F] extends (infer Row)[] ? ShapeOf<Row> : Exclude<Holds, Shape> }

const RECEIPT: ShapeOf<Records['bank-receipt']> = {
  marked: 'yes-no',
  number: 'text',
  date: 'date',
  bankNumber: 'text',
  bankDate: 'date',
  organisationKey: 'key',
  counterpartyKey: 'key',
  amountMinor: 'minor',
  purpose: 'text',
  posted: 'yes-no',
  fromBuyer: 'yes-no',
  rows: { invoiceKey: 'key', contractKey: 'key', amountMinor: 'minor' },
}

const SHAPES: { [N in Noun]: ShapeOf<Records[N]> } = {
  organisation: {
    marked: 'yes-no',
    name: 'text',
    fullName: 'text',
    taxNumber: 'text',
    reasonCode: 'text',
    prefix: 'text',
  },
  counterparty: {
    marked: 'yes-no',
    isGroup: 'yes-no',
    name: 'text',
    fullName: 'text',
    legalForm: 'word',
    taxNumber: 'text',
    reasonCode: 'text',
    phone: 'text',
    email: 'text',
    address: 'text',
  },
  contract: {
    marked: 'yes-no',
    isGroup: 'yes-no',
    name: 'text',
    counterpartyKey: 'key',
    organisationKey: 'key',
    number: 'text',
    date: 'date',
    sort: 'word',
  },
  product: { marked: 'yes-no', isGroup: 'yes-no', name: 'text', sku: 'text', service: 'yes-no' },
  invoice: {
    marked: 'yes-no',
    number: 'text',
    date: 'date',
    organisationKey: 'key',
    counterpartyKey: 'key',
    contractKey: 'key',
    vatIncluded: 'yes-no',
    totalMinor: 'minor',
    posted: 'yes-no',
    comment: 'text',
    lines: {
      productKey: 'key',
      text: 'text',
      quantityMilli: 'milli',
      priceMinor: 'minor',
      sumMinor: 'minor',
      vatRate: 'word',
      vatMinor: 'minor',
    },
  },
  'bank-receipt': RECEIPT,
  'cash-receipt': RECEIPT,
}

/** Fields of the record of a noun. */
export function shapeOf(noun: Noun): Shape {
  return SHAPES[noun]
}
