/** Compares one document as both sides tell it. */
import {
  counts,
  fieldsThatDiffer,
  kindOf,
  statesByFacts,
  type DifferenceKind,
  type FieldDifference,
} from '../../domain/reconciliation.ts'
import type { OurDocument } from '../../store/mirror-documents.ts'
import type { Theirs } from './theirs.ts'

export interface Judgement {
  kind: DifferenceKind
  fields: FieldDifference[]
}

/** null = both sides agree, or nobody keeps it. What payments have settled is judged when all of them are known. */
export function judge(theirs: Theirs | undefined, ours: OurDocument | undefined): Judgement | null {
  if (theirs === undefined) return ours === undefined || ours.gone ? null : { kind: 'gone-in-base', fields: [] }
  if (theirs.told === null) return { kind: 'unreadable', fields: [] }
  if (ours === undefined) return theirs.foreign ? null : { kind: 'missing-with-us', fields: [] }
  const fields = [...fieldsThatDiffer(ours, theirs.told), ...sharesOf(theirs, ours), ...stateOf(theirs, ours)]
  return fields.length === 0 ? null : { kind: kindOf(fields), fields }
}

/** A payment that counts lies on invoices or is an advance, to the kopeck; one that does not count does neither. */
function sharesOf({ noun, told, foreign }: Theirs, ours: OurDocument): FieldDifference[] {
  if (noun === 'invoice' || told === null) return []
  const shared = ours.settledMinor + ours.paidMinor
  const expected = counts(told) && !foreign ? told.sumMinor : 0
  return shared === expected ? [] : [{ field: 'paid', ours: String(shared), theirs: String(expected) }]
}

function stateOf({ noun, told }: Theirs, ours: OurDocument): FieldDifference[] {
  if (noun !== 'invoice' || told === null) return []
  const states: string[] = statesByFacts(told, ours.paidMinor)
  const shown = ours.state ?? ''
  return states.includes(shown) ? [] : [{ field: 'state', ours: shown, theirs: states[0] ?? '' }]
}
