/** The log of consents: when and how a person allowed the use of their data or took that back. Lines are only ever added. */
import type { PersonNoun } from '../domain/personal-data.ts'
import type { Context } from './context.ts'
import type { Db } from './db.ts'
import { yes, type YesNo } from './rows.ts'

export interface Consent {
  id: string
  personId: string
  /** false = withdrawn. */
  given: boolean
  /** `YYYY-MM-DD`. */
  onDate: string
  /** A form, a letter, a call. */
  source: string
  /** When it was noted, UTC ISO text, and by whom. */
  at: string
  who: string
}

export type NewConsent = Pick<Consent, 'id' | 'given' | 'onDate' | 'source'> & {
  person: { noun: PersonNoun; id: string }
}

export async function addConsent(ctx: Pick<Context, 'db' | 'viewer' | 'now'>, consent: NewConsent): Promise<void> {
  await ctx.db('consents').insert({
    uuid: consent.id,
    person_noun: consent.person.noun,
    person_uuid: consent.person.id,
    given: consent.given,
    on_date: consent.onDate,
    source: consent.source,
    at: ctx.now(),
    who: ctx.viewer.name,
  })
}

interface Row {
  uuid: string
  person_uuid: string
  given: YesNo
  on_date: string
  source: string
  at: string
  who: string
}

/** Most lines that are shown. */
const MOST_LINES = 1_000

/** Newest first. @param persons public ids */
export async function consentsOf(db: Db, persons: string[]): Promise<Consent[]> {
  const rows: Row[] = await db('consents').whereIn('person_uuid', persons).orderBy('id', 'desc').limit(MOST_LINES)
  return rows.map(({ uuid, person_uuid: personId, given, on_date: onDate, source, at, who }) => ({
    id: uuid,
    personId,
    given: yes(given),
    onDate,
    source,
    at,
    who,
  }))
}
