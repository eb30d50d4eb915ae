/** What would be erased of a person, what is kept and why, and what has to end before: shown before anybody is erased. Changes nothing. */
import { ERASURE_REASONS, type ErasureReason, type PersonNoun } from '../domain/personal-data.ts'
import type { Context } from '../store/context.ts'
import { countTrail } from '../store/count-trail.ts'
import { keptByLaw, requestsOnTheirWay, type Kept } from '../store/kept-by-law.ts'
import { auditQuoting, wordsOf } from '../store/strike-quotes.ts'
import { personToErase } from './person-to-erase.ts'

export interface ErasurePreview {
  id: string
  noun: PersonNoun
  name: string
  /** Go back with the deed: other ones are never erased. */
  records: { noun: PersonNoun; id: string; name: string }[]
  /** Sorts of data and how many of each; `what` is a key of a sentence. */
  erased: { what: string; count: number }[]
  kept: Kept[]
  /** Requests to a base that have to end first. */
  requests: number
  reasons: { reason: ErasureReason; days: number; working: boolean }[]
}

/** @throws Problem `person.not-found` `person.is-company` `access.denied` `person.already-erased` */
export async function previewErasure(ctx: Context, id: string): Promise<ErasurePreview> {
  const person = await personToErase(ctx, id)
  const { records, noun, name } = person
  const { names, counts } = await countTrail(ctx.db, records)
  const quoting = await auditQuoting(ctx.db, await wordsOf(ctx.db, records))
  const kept = await keptByLaw(ctx.db, records)
  if (quoting.length > 0) kept.push({ what: 'audit', count: quoting.length, until: '' })
  return {
    id: person.id,
    noun,
    name,
    records: records.map((one) => ({ noun: one.noun, id: one.id, name: names.get(one.id) ?? '' })),
    erased: Object.entries(counts).map(([what, count]) => ({ what, count })),
    kept,
    requests: await requestsOnTheirWay(ctx.db, records),
    reasons: Object.entries(ERASURE_REASONS).map(([reason, term]) => ({ reason: reason as ErasureReason, ...term })),
  }
}
