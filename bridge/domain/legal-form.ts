/** What kind of legal entity a base means: it knows companies and persons, and a sole proprietor is a person whose name says so. */
import type { LegalForm } from './client.ts'

/** Documented: the name of a proprietor begins so. */
const PROPRIETOR = /^(ип|индивидуальный предприниматель)(\s|$)/iu

/**
 * `ФизическоеЛицо` + `ИП Иванов И. И.` -> `sole-proprietor`; a blank (folders have one) is a company.
 * @param values the base's word, then its names
 * @param words the base's words for a company and for a person
 * @returns undefined for any other word
 */
export function legalFormSaid(
  [value, ...names]: unknown[],
  words: Record<string, string> | undefined,
): LegalForm | undefined {
  if (value === '' || value === null || value === words?.['company']) return 'company'
  if (value !== words?.['person']) return undefined
  return names.some((name) => typeof name === 'string' && PROPRIETOR.test(name.trim())) ? 'sole-proprietor' : 'person'
}
