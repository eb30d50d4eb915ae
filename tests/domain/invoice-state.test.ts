/** Which state an invoice shows: what the base holds comes first, then where our request stands (I3, I10). */
import { describe, expect, it } from 'vitest'
import { invoiceState, LIVE_IN_BASE, ON_ITS_WAY, type InvoiceFacts } from '../../bridge/domain/invoice-state.ts'

const posted: InvoiceFacts = { posted: true, marked: false, gone: false, totalMinor: 1_000, paidMinor: 0 }
const draft = { ...posted, posted: false }

describe('An invoice that the base holds', () => {
  it.each([
    [-1, 'issued'],
    [0, 'issued'],
    [1, 'part-paid'],
    [999, 'part-paid'],
    [1_000, 'paid'],
    [1_001, 'paid'],
  ] as const)('of ten roubles with %i kopecks paid is %s', (paidMinor, state) => {
    expect(invoiceState({ ...posted, paidMinor }, null)).toBe(state)
  })

  it('is gone rather than marked, and marked rather than paid, whatever our request says', () => {
    const paid = { ...posted, paidMinor: 1_000 }

    expect(invoiceState({ ...paid, marked: true, gone: true }, 'sending')).toBe('gone')
    expect(invoiceState({ ...paid, marked: true }, 'sending')).toBe('marked')
    expect(invoiceState(paid, 'refused')).toBe('paid')
  })

  it.each([
    [null, 'draft'],
    ['done', 'draft'],
    ['cancelled', 'draft'],
    ['refused', 'refused'],
    ['queued', 'checking'],
    ['sending', 'checking'],
    ['uncertain', 'checking'],
    ['written', 'checking'],
    ['posting', 'checking'],
  ] as const)('but is not posted, with a request that is %s, shows %s', (intent, state) => {
    expect(invoiceState(draft, intent)).toBe(state)
  })
})

describe('An invoice of which nothing is proven to be in the base', () => {
  it.each([
    [null, 'cancelled'],
    ['cancelled', 'cancelled'],
    ['refused', 'refused'],
    ['queued', 'queued'],
    ['sending', 'queued'],
    ['uncertain', 'checking'],
    ['written', 'checking'],
    ['posting', 'checking'],
    ['done', 'checking'],
  ] as const)('with a request that is %s shows %s', (intent, state) => {
    expect(invoiceState(null, intent)).toBe(state)
  })
})

describe('States', () => {
  it('on the way forbid a second request, and those of a live document count for the debt', () => {
    expect(ON_ITS_WAY).toEqual(['queued', 'checking'])
    expect(LIVE_IN_BASE).toEqual(['issued', 'part-paid', 'paid'])
  })
})
