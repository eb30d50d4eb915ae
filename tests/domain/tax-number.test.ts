/** Tax numbers are checked before anything leaves for the base (requisites, 1.1 and 1.2). */
import { describe, expect, it } from 'vitest'
import {
  isReasonCode,
  isTaxNumber,
  normaliseTaxNumber,
  taxIdentityFault,
  taxNumberFault,
} from '../../bridge/domain/tax-number.ts'
import { fixture, fixturesPresent } from '../fixtures.ts'

describe('Tax numbers', () => {
  it.each([
    ['7799000012', null],
    ['779900001543', null],
    ['7799000013', 'checksum'],
    ['779900001553', 'checksum'],
    ['0000000000', 'prefix-00'],
    ['77990000', 'length'],
    ['77990000A2', 'non-digit'],
    ['   ', 'empty'],
  ])('finds in %j the fault %j', (value, fault) => {
    expect(taxNumberFault(value)).toBe(fault)
  })

  it('takes copied blanks away before comparing', () => {
    expect(normaliseTaxNumber('\u00a07799 000012\n')).toBe('7799000012')
  })

  it.each([
    ['company', '7799000012', '779901001', null],
    ['company', '7799000012', '', 'reason-code.empty'],
    ['company', '7799000012', '77990100', 'reason-code.wrong'],
    ['company', '779900001543', '779901001', 'tax-number.not-of-company'],
    ['sole-proprietor', '779900001543', '', null],
    ['sole-proprietor', '779900001543', '779901001', 'reason-code.not-for-person'],
    ['sole-proprietor', '7799000012', '', 'tax-number.not-of-person'],
    ['sole-proprietor', '', '', 'tax-number.empty'],
    ['person', '', '', null],
  ] as const)('of a %s: %j with %j gives %j', (form, taxNumber, reasonCode, fault) => {
    expect(taxIdentityFault(form, taxNumber, reasonCode)).toBe(fault)
  })
})

interface Vector {
  value: string
  valid: boolean
  error?: string
}

describe.skipIf(!fixturesPresent)(
  'Tax numbers by the reference vectors (skipped when the reference folder is absent)',
  () => {
    const cases = (name: string) => (fixturesPresent ? (JSON.parse(fixture(name)) as { cases: Vector[] }).cases : [])

    it('agrees on every INN and on what is wrong with it', () => {
      for (const { value, valid, error } of cases('requisites/inn.json')) {
        expect(isTaxNumber(value), value).toBe(valid)
        if (error !== undefined) expect(taxNumberFault(value), value).toBe(error)
      }
    })

    it('agrees on every KPP', () => {
      for (const { value, valid } of cases('requisites/kpp.json')) expect(isReasonCode(value), value).toBe(valid)
    })
  },
)
