/** Check digits of Russian tax ids and bank accounts, to make invented requisites that pass every published check. */

const COMPANY_WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_WEIGHTS_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_WEIGHTS_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const ACCOUNT_WEIGHTS = [7, 1, 3]
const ACCOUNT_KEY_AT = 8

/** ИНН of a company from its first nine digits. */
export function companyTaxId(nine: string): string {
  return nine + inCheck(nine, COMPANY_WEIGHTS)
}

/** ИНН of a person or entrepreneur from its first ten digits. */
export function personTaxId(ten: string): string {
  const eleven = ten + inCheck(ten, PERSON_WEIGHTS_11)
  return eleven + inCheck(eleven, PERSON_WEIGHTS_12)
}

/** ОГРН (from 12 digits) or ОГРНИП (from 14 digits) with its check digit. */
export function registrationNumber(digits: string): string {
  const divisor = digits.length === 12 ? 11n : 13n
  return digits + String((BigInt(digits) % divisor) % 10n)
}

/**
 * Account of twenty digits with the right key in position 9.
 * @param prefix three digits: БИК digits 7-9, or `0` and БИК digits 5-6 for a settlement centre and a correspondent account
 */
export function accountNumber(prefix: string, twenty: string): string {
  for (let key = 0; key < 10; key++) {
    const candidate = twenty.slice(0, ACCOUNT_KEY_AT) + key + twenty.slice(ACCOUNT_KEY_AT + 1)
    if (accountSum(prefix + candidate) % 10 === 0) return candidate
  }
  throw new RangeError(`No key fits ${twenty}`)
}

function accountSum(digits: string): number {
  return Array.from(digits).reduce((sum, digit, at) => sum + ((Number(digit) * (ACCOUNT_WEIGHTS[at % 3] ?? 0)) % 10), 0)
}

function inCheck(digits: string, weights: readonly number[]): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at] ?? 0), 0)
  return String((sum % 11) % 10)
}

/** Ten or twelve digits with the right check digits, not from region 00. */
export function isTaxId(text: string): boolean {
  if (!/^(\d{10}|\d{12})$/.test(text) || text.startsWith('00')) return false
  return text === (text.length === 10 ? companyTaxId(text.slice(0, 9)) : personTaxId(text.slice(0, 10)))
}
