/** Payments are facts: what settles, what remains, what is an advance. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceOf, settleInvoice } from '../../bridge/domain/settle.ts'

const part = (amountMinor: number, date = '2026-03-01', live = true) => ({ amountMinor, date, live })

describe('Settling an invoice', () => {
  it('is part-paid by a first payment and paid by the rest', () => {
    expect(settleInvoice(100, [part(40)])).toMatchObject({ paidMinor: 40, remainderMinor: 60, state: 'part-paid' })
    expect(settleInvoice(100, [part(40), part(60)])).toMatchObject({ remainderMinor: 0, state: 'paid' })
  })

  it('lets the oldest payment settle first, whatever order they arrive in', () => {
    const late = part(80, '2026-03-02')
    const early = part(80, '2026-03-01')

    expect(settleInvoice(100, [late, early]).takenMinor).toEqual([20, 80])
  })

  it('leaves what is overpaid with the payer as advance', () => {
    const { takenMinor } = settleInvoice(100, [part(130)])

    expect(advanceOf({ amountMinor: 130, live: true }, takenMinor)).toBe(30)
  })

  it('counts nothing of a payment that is unposted, marked or gone', () => {
    const { paidMinor, state } = settleInvoice(100, [part(100, '2026-03-01', false)])

    expect({ paidMinor, state }).toEqual({ paidMinor: 0, state: 'unpaid' })
    expect(advanceOf({ amountMinor: 100, live: false }, [])).toBe(0)
  })

  it('takes nothing for an invoice without a sum, nor from a payment that gives nothing', () => {
    expect(settleInvoice(-5, [part(3)])).toMatchObject({ takenMinor: [0], remainderMinor: 0 })
    expect(settleInvoice(100, [part(-5)])).toMatchObject({ takenMinor: [0], remainderMinor: 100, state: 'unpaid' })
  })

  it('neither makes nor loses a kopeck', () => {
    const parts = fc.array(
      fc.record({ amountMinor: fc.nat(1e9), date: fc.constantFrom('2026-01-01', '2026-01-02'), live: fc.boolean() }),
    )
    fc.assert(
      fc.property(fc.nat(1e9), parts, (total, given) => {
        const settled = settleInvoice(total, given)
        const live = given.filter((one) => one.live).reduce((sum, one) => sum + one.amountMinor, 0)
        expect(settled.paidMinor + settled.remainderMinor).toBe(total)
        expect(settled.paidMinor).toBe(Math.min(total, live))
      }),
    )
  })
})
