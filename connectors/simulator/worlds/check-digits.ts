/** Check digits of Russian tax ids, to make invented requisites that pass every published check. */

const COMPANY_WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_WEIGHTS_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const PERSON_WEIGHTS_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/** ИНН of a company from its first nine digits. */
export function companyTaxId(nine: string): string {
  return nine + inCheck(nine, COMPANY_WEIGHTS)
}

/** ИНН of a person or entrepreneur from its first ten digits. */
function personTaxId(ten: string): string {
  const eleven = ten + inCheck(ten, PERSON_WEIGHTS_11)
  return eleven + inCheck(eleven, PERSON_WEIGHTS_12)
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
