/** A manager sees what the accountant changed in the invoice, line by line. */
import { describe, expect, it } from 'vitest'
import { differences, type Compared } from '../../bridge/domain/invoice-changes.ts'
import type { InvoiceLine } from '../../bridge/domain/invoice.ts'

const line = (position: number, over: Partial<InvoiceLine> = {}): InvoiceLine => ({
  position,
  productId: `product-${position}`,
  text: `Товар ${position}`,
  quantityMilli: 1000,
  priceMinor: 10000,
  sumMinor: 10000,
  vatRate: '22',
  vatMinor: 1803,
  ...over,
})
const invoice = (over: Partial<Compared> = {}): Compared => ({
  number: '0000-000045',
  date: '2026-03-01',
  counterpartyName: 'ООО «Ёлка»',
  contractName: 'Договор 1',
  totalMinor: 20000,
  vatMinor: 3606,
  lines: [line(1), line(2)],
  ...over,
})

describe('Differences between two versions of an invoice', () => {
  it('are none when nothing was changed', () => {
    expect(differences(invoice(), invoice())).toEqual([])
  })

  it('name the field of the header with its old and new value', () => {
    expect(differences(invoice(), invoice({ totalMinor: 18000, date: '2026-03-02' }))).toEqual([
      { line: 0, field: 'date', before: '2026-03-01', after: '2026-03-02' },
      { line: 0, field: 'total', before: '200.00', after: '180.00' },
    ])
  })

  it('name the line with its quantity and sum', () => {
    const after = invoice({ lines: [line(1), line(2, { quantityMilli: 2500, sumMinor: 25000 })] })

    expect(differences(invoice(), after)).toEqual([
      { line: 2, field: 'quantity', before: '1', after: '2.5' },
      { line: 2, field: 'sum', before: '100.00', after: '250.00' },
    ])
  })

  it('report one removed line when the first of two goes away and the second moves up', () => {
    const after = invoice({ lines: [line(2, { position: 1 })] })

    expect(differences(invoice(), after)).toEqual([
      { line: 1, field: 'line-removed', before: 'Товар 1 1 x 100.00 = 100.00', after: '' },
    ])
  })

  it('report one added line when it is put in front', () => {
    const after = invoice({ lines: [line(3, { position: 1 }), line(1, { position: 2 }), line(2, { position: 3 })] })

    expect(differences(invoice(), after).map(({ field, line: at }) => [field, at])).toEqual([['line-added', 1]])
  })

  it('tell two lines of the same product apart by quantity and price', () => {
    const twice = [line(1, { productId: 'p', text: '' }), line(2, { productId: 'p', text: '', priceMinor: 5000 })]
    const swapped = [line(1, { productId: 'p', text: '', priceMinor: 5000 }), line(2, { productId: 'p', text: '' })]

    expect(differences(invoice({ lines: twice }), invoice({ lines: swapped }))).toEqual([])
  })

  it('take another product in the same place for a changed line', () => {
    const after = invoice({ lines: [line(1), line(2, { productId: 'other', text: 'Другой товар' })] })

    expect(differences(invoice(), after)).toEqual([
      { line: 2, field: 'text', before: 'Товар 2', after: 'Другой товар' },
    ])
  })
})
