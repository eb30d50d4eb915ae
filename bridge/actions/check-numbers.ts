/** Refuses an INN or KPP that cannot be one, with the field. */
import type { Requisites } from '../domain/client.ts'
import { Problem } from '../domain/problem.ts'
import { taxIdentityFault } from '../domain/tax-number.ts'

type Identity = Pick<Requisites, 'legalForm' | 'taxNumber' | 'reasonCode'>

/** The KPP may follow later: pre-flight reminds of it. @throws Problem `tax-number.*` `reason-code.*` with the field */
export function checkNumbers({ legalForm, taxNumber, reasonCode }: Identity): void {
  const fault = taxIdentityFault(legalForm, taxNumber, reasonCode)
  if (fault === null || fault === 'reason-code.empty') return
  throw new Problem(fault, { taxNumber, reasonCode }, fault.startsWith('tax-number') ? 'taxNumber' : 'reasonCode')
}
