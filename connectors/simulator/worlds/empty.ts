/** The empty world: a base as the accountant gets it, with one firm and reference records, without clients and documents. */
import { commonDrafts, mainOrganisation } from './common.ts'
import { organisationDrafts } from './demo-catalogues.ts'
import { demoKeys } from './demo-keys.ts'
import type { Draft } from './draft.ts'

export function emptyDrafts(): Draft[] {
  return [...commonDrafts(), ...organisationDrafts('O1'), mainOrganisation(demoKeys.organisations.O1)]
}
