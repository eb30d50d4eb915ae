/** Pre-flight: what stands in the way of an invoice, found out before anything is written (scenario M-9, A-11). */
import { describe, expect, it } from 'vitest'
import { isReady, preFlightChecks, type PreFlightWorld } from '../../bridge/domain/pre-flight.ts'

const working = { state: 'working', reason: '', since: '', nextTryAt: null, lastSeenAt: null } as const

const ready: PreFlightWorld = {
  mayIssue: true,
  counterparty: {
    id: 'k1',
    name: 'Ромашка',
    legalForm: 'company',
    taxNumber: '7701000026',
    reasonCode: '770101001',
    marked: false,
    inBase: true,
  },
  organisation: { id: 'o1', name: 'Звено Телеком', marked: false },
  contract: { name: '№ 17', sort: 'with-buyer', marked: false, counterpartyId: 'k1', organisationId: 'o1' },
  lines: [{ position: 1, text: 'Внедрение', product: { name: 'Внедрение', inBase: true, marked: false } }],
  base: { name: 'buh', health: working },
  onItsWay: null,
  invoiced: null,
}

/** `code.fault` of everything that is not good. */
function complaints(change: Partial<PreFlightWorld>): string[] {
  const checks = preFlightChecks({ ...ready, ...change }).filter(({ status }) => status !== 'good')
  return checks.map(({ code, status, facts }) => `${code}.${String(facts['fault'] ?? status)}`)
}

const contract = (change: object) => ({ contract: { ...ready.contract, ...change } as PreFlightWorld['contract'] })
const payer = (change: object) => ({
  counterparty: { ...ready.counterparty, ...change } as PreFlightWorld['counterparty'],
})

describe('Pre-flight', () => {
  it('finds nothing wrong with a complete deal', () => {
    expect(complaints({})).toEqual([])
    expect(isReady(preFlightChecks(ready))).toBe(true)
  })

  it('warns of a second document when the deal is invoiced already, and lets it pass', () => {
    const checks = preFlightChecks({ ...ready, invoiced: { id: 'i1', number: 'ТЕЛ0-000127', totalMinor: 16350001 } })

    expect(checks.filter(({ status }) => status === 'warning')).toMatchObject([
      { code: 'invoiced', fix: 'see-invoice', facts: { number: 'ТЕЛ0-000127', total: 16350001 } },
    ])
    expect(isReady(checks)).toBe(true)
  })

  it.each<[string, Partial<PreFlightWorld>]>([
    ['rights.bad', { mayIssue: false }],
    ['counterparty.marked', payer({ marked: true })],
    ['organisation.missing', { organisation: null, contract: null }],
    ['contract.missing', { contract: null }],
    ['contract.marked', contract({ marked: true })],
    ['contract.other-sort', contract({ sort: 'other' })],
    ['contract.other-counterparty', contract({ counterpartyId: 'k2' })],
    ['contract.other-organisation', contract({ organisationId: 'o2' })],
    ['lines.bad', { lines: [] }],
    ['product.missing', { lines: [{ position: 1, text: 'Обучение', product: null }] }],
    [
      'product.not-in-base',
      { lines: [{ position: 1, text: '', product: { name: '', inBase: false, marked: false } }] },
    ],
    ['product.marked', { lines: [{ position: 1, text: '', product: { name: '', inBase: true, marked: true } }] }],
    ['base.missing', { base: null }],
    ['double.bad', { onItsWay: 'i1' }],
    ['tax-number.checksum', payer({ taxNumber: '7701000027', inBase: false })],
  ])('stops at %s', (complaint, change) => {
    expect(complaints(change)).toContain(complaint)
    expect(isReady(preFlightChecks({ ...ready, ...change }))).toBe(false)
  })

  it('lets an invoice wait for a base that is away', () => {
    const away = { base: { name: 'buh', health: { ...working, state: 'unreachable' as const } } }

    expect(complaints(away)).toEqual(['base.waiting'])
    expect(isReady(preFlightChecks({ ...ready, ...away }))).toBe(true)
  })

  it('only points out the numbers of a counterparty that the accountant already keeps', () => {
    const checks = preFlightChecks({ ...ready, ...payer({ taxNumber: '7701000027' }) })

    expect(checks.find(({ code }) => code === 'tax-number')?.status).toBe('warning')
    expect(isReady(checks)).toBe(true)
  })
})
