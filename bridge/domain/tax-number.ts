/** Russian tax numbers: INN (with its check digits) and KPP. */
import type { LegalForm } from './client.ts'

export type TaxNumberFault = 'empty' | 'non-digit' | 'length' | 'prefix-00' | 'checksum'

/** Weights of the check digits, as the tax service publishes them. */
const COMPANY = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

const REASON_CODE = /^(?!00)\d{4}(?!00)[0-9A-Z]{2}\d{3}$/

/** Without the blanks that copying brings along; ready to compare and to check. */
export function normaliseTaxNumber(text: string): string {
  return text.replace(/[\s\u00a0\u200b\ufeff]/gu, '')
}

/** What is wrong with an INN; null = nothing. Blanks around and inside do not count. */
export function taxNumberFault(text: string): TaxNumberFault | null {
  const digits = normaliseTaxNumber(text)
  if (digits === '') return 'empty'
  if (!/^\d+$/.test(digits)) return 'non-digit'
  if (digits.length !== 10 && digits.length !== 12) return 'length'
  // Region 00 is not issued; ten zeros would pass the bare checksum.
  if (digits.startsWith('00')) return 'prefix-00'
  return hasRightDigits(digits) ? null : 'checksum'
}

export function isTaxNumber(text: string): boolean {
  return taxNumberFault(text) === null
}

/** KPP: four digits of the office, two signs of the reason, three digits; letters only inside the reason. */
export function isReasonCode(text: string): boolean {
  return REASON_CODE.test(text)
}

/** What is wrong between the legal form and its numbers, as a stable code; null = they fit together. */
export function taxIdentityFault(form: LegalForm, taxNumber: string, reasonCode: string): string | null {
  const digits = normaliseTaxNumber(taxNumber)
  const fault = taxNumberFault(digits)
  if (fault === 'empty') return form === 'person' ? null : 'tax-number.empty'
  if (fault !== null) return `tax-number.${fault}`
  if (form === 'company' && digits.length !== 10) return 'tax-number.not-of-company'
  if (form !== 'company' && digits.length !== 12) return 'tax-number.not-of-person'
  if (form !== 'company') return reasonCode === '' ? null : 'reason-code.not-for-person'
  if (reasonCode === '') return 'reason-code.empty'
  return isReasonCode(reasonCode) ? null : 'reason-code.wrong'
}

function hasRightDigits(digits: string): boolean {
  if (digits.length === 10) return checkDigit(digits, COMPANY) === digits[9]
  return checkDigit(digits, PERSON_FIRST) === digits[10] && checkDigit(digits, PERSON_SECOND) === digits[11]
}

function checkDigit(digits: string, weights: number[]): string {
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0)
  return String((sum % 11) % 10)
}
