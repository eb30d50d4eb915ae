/** How 1C names a record in messages and lists: `Счет на оплату покупателю ЗВ00-000012 от 16.06.2025 10:15:00`. */
import type { Draft } from '../ledger/draft.ts'
import { titleOf } from './objects.ts'

export function presentationOf(entity: Draft): string {
  const { set, fields } = entity
  if (!set.startsWith('Document_')) return String(fields['Description'] ?? '')
  return `${titleOf(set)} ${String(fields['Number'] ?? '')} от ${russianMoment(String(fields['Date'] ?? ''))}`
}

/** `2025-06-16T10:15:00` -> `16.06.2025 10:15:00`. */
export function russianMoment(naive: string): string {
  return `${russianDay(naive)} ${naive.slice(11)}`
}

/** `2025-06-16…` -> `16.06.2025`. */
export function russianDay(naive: string): string {
  return `${naive.slice(8, 10)}.${naive.slice(5, 7)}.${naive.slice(0, 4)}`
}
