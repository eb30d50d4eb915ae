/** Named conversions, for what the closed list of words cannot say. Each has a table of examples in its test. */
import { legalFormSaid } from '../../domain/legal-form.ts'
import { isReasonCode, isTaxNumber, normaliseTaxNumber } from '../../domain/tax-number.ts'
import type { ConversionRule } from './mapping.ts'

export interface Conversion {
  /** `values[0]` = the field of the base, then the fields of `with`. undefined = the value makes no sense. */
  read(values: unknown[], rule: ConversionRule): unknown
  /** What the base shall hold. undefined = the value makes no sense. */
  write(value: unknown, rule: ConversionRule): unknown
}

export const CONVERSIONS: Record<string, Conversion> = {
  'tax-number': { read: ([value]) => plainTaxNumber(value), write: plainTaxNumber },
  'tax-number-is-right': { read: () => undefined, write: (value) => typeof value === 'string' && isTaxNumber(value) },
  'reason-code-is-right': { read: () => undefined, write: (value) => typeof value === 'string' && isReasonCode(value) },
  'legal-form': { read: (values, { words }) => legalFormSaid(values, words), write: writeLegalForm },
}

function plainTaxNumber(value: unknown): string | undefined {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? normaliseTaxNumber(value) : undefined
}

function writeLegalForm(value: unknown, { words }: ConversionRule): unknown {
  return value === 'company' ? words?.['company'] : words?.['person']
}
