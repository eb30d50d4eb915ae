/** A document of the base in the words of a reconciliation: translated by the mapping, its parties as rows of ours. */
import type { Foreign } from '../../../connectors/connector.ts'
import { counts, type Reconciled, type Told } from '../../domain/reconciliation.ts'
import type { InvoiceRecord, ReceiptRecord } from '../../domain/received.ts'
import { textOfLine, textOfRow } from '../../store/mirror-rows.ts'
import { Couples } from '../couple.ts'
import type { Partner } from '../partner.ts'
import { tellReferences } from '../references.ts'

/** What the base says of one document; `told` is null when it cannot be read by the mapping. */
export interface Theirs {
  noun: Reconciled
  key: string
  version: string
  told: Told | null
  /** No payment of a buyer: left out unless we hold it. */
  foreign: boolean
  /** What a receipt that counts puts on invoices. */
  parts: { invoiceKey: string; amountMinor: number }[]
}

type Record_ = InvoiceRecord | ReceiptRecord

export class Teller {
  readonly #partner: Partner
  /** Of this comparison alone: what the process remembers may be older than the links. */
  readonly #couples: Couples

  constructor(partner: Partner) {
    this.#partner = partner
    this.#couples = new Couples(partner.base.rowId)
  }

  /** A key that no link knows, and whose row was found all the same. */
  learn(link: Parameters<Couples['learn']>[0]): void {
    this.#couples.learn(link)
  }

  async tell(noun: Reconciled, items: Foreign[]): Promise<Theirs[]> {
    const { ports, mappings } = this.#partner
    const mapping = mappings[noun]
    if (!mapping) return []
    const lookups = await this.#partner.lookups(mapping)
    const read = items.map((item) => ({
      item,
      record: ports.translate(mapping, item, lookups).record,
    }))
    await this.#couples.load(ports.database.db, (named) => {
      for (const { record } of read) if (record) tellReferences(noun, record as never, named)
    })
    return read.map(({ item, record }) => this.#theirs(noun, item, record))
  }

  #theirs(noun: Reconciled, { key, version }: Foreign, record: Record_ | null): Theirs {
    const nothing = { noun, key, version, told: null, foreign: false, parts: [] }
    if (record === null) return nothing
    if ('lines' in record) return { ...nothing, told: this.#invoice(record) }
    const told = this.#receipt(record)
    const named = record.rows.filter(({ invoiceKey }) => invoiceKey !== '')
    const live = counts(told) && record.fromBuyer
    return { ...nothing, told, foreign: !record.fromBuyer, parts: live ? named : [] }
  }

  #invoice(record: InvoiceRecord): Told {
    const lines = record.lines.map((line, at) =>
      textOfLine(at + 1, { ...line, product: this.#row('product', line.productKey) }),
    )
    const vatMinor = record.lines.reduce((sum, line) => sum + line.vatMinor, 0)
    return {
      ...this.#common(record),
      sumMinor: record.totalMinor,
      vatMinor,
      rows: lines,
      contract: this.#row('contract', record.contractKey),
    }
  }

  #receipt(record: ReceiptRecord): Told {
    const rows = record.rows.flatMap(({ invoiceKey, amountMinor }, at) =>
      invoiceKey === '' ? [] : [textOfRow(at + 1, this.#row('invoice', invoiceKey) ?? invoiceKey, amountMinor)],
    )
    return { ...this.#common(record), sumMinor: record.amountMinor, vatMinor: 0, rows, contract: null }
  }

  #common({ number, date, organisationKey, counterpartyKey, posted, marked }: Record_) {
    return {
      number,
      date,
      organisation: this.#row('organisation', organisationKey),
      counterparty: this.#row('counterparty', counterpartyKey),
      posted,
      marked,
      gone: false,
    }
  }

  #row(noun: Parameters<Couples['ourId']>[0], key: string): number | null {
    return this.#couples.ourId(noun, key) ?? null
  }
}
