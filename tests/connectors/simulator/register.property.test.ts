// Whatever the accountant does, the payment register is the sum of the receipts that are posted.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import { paidMinor } from '../../../connectors/simulator/rules/bp30-status.ts'
import { booksWorld } from './books-world.ts'
import type { Books } from './books-world.ts'

const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
const INVOICES = 2
const MAX_DEEDS = 40

/** Sums in kopecks are turned into what a client sends. */
const deed = fc.oneof(
  fc.record({
    do: fc.constant('pay' as const),
    invoice: fc.nat(INVOICES - 1),
    minor: fc.integer({ min: 1, max: 10_000_000 }),
  }),
  fc.record({
    do: fc.constantFrom('post' as const, 'unpost' as const, 'mark' as const, 'remove' as const),
    receipt: fc.nat(),
  }),
)

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

/** Does it or is refused; both are allowed, an inconsistent register is not. */
function perform({ ledger, receipt }: Books, bills: { key: string }[], act: Deed): void {
  const receipts = [...ledger.base.all(RECEIPT)]
  if (act.do === 'pay') {
    const bill = ledger.base.get('Document_СчетНаОплатуПокупателю', bills[act.invoice]?.key ?? '')
    if (bill) receipt({ pays: bill, sum: act.minor / 100 })
    return
  }
  const chosen = receipts[act.receipt % Math.max(1, receipts.length)]
  if (!chosen) return
  if (act.do === 'post') ledger.post(RECEIPT, chosen.key)
  if (act.do === 'unpost') ledger.unpost(RECEIPT, chosen.key)
  if (act.do === 'mark') ledger.change(RECEIPT, chosen.key, { DeletionMark: chosen.fields['DeletionMark'] !== true })
  if (act.do === 'remove') ledger.remove(RECEIPT, chosen.key)
}

function postedMinor({ ledger }: Books, invoice: string): number {
  let total = 0
  for (const { fields, rows } of ledger.base.all(RECEIPT)) {
    if (fields['Posted'] !== true) continue
    for (const row of rows['РасшифровкаПлатежа'] ?? []) {
      if (row['СчетНаОплату_Key'] === invoice) total += minorOf(row['СуммаПлатежа'])
    }
  }
  return total
}

describe('#50 The payment register', () => {
  it('equals the posted receipts after any sequence of posting, unposting, marking and removing', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: MAX_DEEDS }), (deeds) => {
        const books = booksWorld()
        const bills = Array.from({ length: INVOICES }, () => books.invoice({}))

        for (const act of deeds) {
          try {
            perform(books, bills, act)
          } catch (error) {
            if (!(error instanceof ODataError)) throw error
          }
        }

        for (const bill of bills) expect(paidMinor(books.ledger.books, bill.key)).toBe(postedMinor(books, bill.key))
      }),
      { numRuns: 60 },
    )
  })
})
