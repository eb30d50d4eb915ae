/** Why has a newer edit not taken effect: a decision that is owed, a request on its way, an edit that could not be taken, a base that is not read? */
import type { Facts } from '../domain/problem.ts'
import { OPEN_STATES, type BaseHealth, type Noun } from '../domain/sync.ts'
import type { FoundLine } from '../store/journal-search.ts'
import type { Asking, Row } from './asking.ts'
import { json, number, text } from './rows.ts'
import { onlySeenTroubles } from './troubles.ts'
import { editsNotTaken } from './why-edits.ts'
import type { HoldUp } from './why-answers.ts'

export interface Held {
  noun: Noun
  row: Row
  /** Our link with the base; undefined = it holds nothing of it. */
  link: Row | undefined
  /** What came in after the value that is shown, newest first. */
  lines: FoundLine[]
}

const MOST_TROUBLES = 5

export async function holdUpsOf(asking: Asking, held: Held): Promise<HoldUp[]> {
  const [troubles, edits, requests] = await Promise.all([
    troublesOf(asking, held),
    editsNotTaken(asking, held),
    requestsOf(asking, held),
  ])
  return [...troubles, ...edits, ...requests, ...notApplied(held, troubles), ...notRead(held)]
}

async function troublesOf(asking: Asking, { noun, row, link }: Held): Promise<HoldUp[]> {
  const subjects = [text(row, 'uuid'), link ? text(link, 'foreign_key') : ''].filter(Boolean)
  const rows: Row[] = await asking
    .db('troubles')
    .where({ 'troubles.state': 'open', 'troubles.noun': noun })
    .whereIn('troubles.subject', subjects)
    .modify(onlySeenTroubles(asking))
    .orderBy('troubles.id', 'desc')
    .limit(MOST_TROUBLES)
    .select('troubles.*')
  return rows.map((trouble) => ({
    why: 'trouble',
    code: text(trouble, 'code'),
    facts: json<Facts>(trouble, 'facts', {}),
    at: text(trouble, 'created_at'),
    place: '/troubles',
  }))
}

async function requestsOf({ db }: Asking, { noun, row }: Held): Promise<HoldUp[]> {
  const rows: Row[] = await db('intents')
    .where({ noun, subject_id: number(row, 'id') })
    .whereIn('state', OPEN_STATES)
    .orderBy('id', 'desc')
    .limit(1)
  return rows.map((intent) => ({
    why: 'request',
    code: text(intent, 'reason'),
    facts: { ...json<Facts>(intent, 'facts', {}), state: text(intent, 'state') },
    at: text(intent, 'created_at'),
    place: '/queue',
  }))
}

/** What became of an edit that changed nothing; a roll-back leaves lines too, and is no edit. */
const NOT_TAKEN = ['skipped', 'conflict', 'pending']

/** A newer edit was read and could not be taken; an open trouble says the same with a button. */
function notApplied({ lines }: Held, troubles: HoldUp[]): HoldUp[] {
  const [newest] = lines.filter(({ outcome }) => NOT_TAKEN.includes(outcome))
  if (!newest || troubles.some(({ code }) => code === newest.reason)) return []
  return [{ why: 'not-applied', code: newest.reason, facts: {}, at: newest.at, place: '' }]
}

const NEVER: BaseHealth = { state: 'never-seen', reason: '', since: '', nextTryAt: null, lastSeenAt: null }

/** What people edit in a base that does not answer reaches us when it does. */
function notRead({ link }: Held): HoldUp[] {
  if (!link) return []
  const { state, reason, lastSeenAt, since } = json<BaseHealth>(link, 'base_health', NEVER)
  if (state === 'working') return []
  const base = text(link, 'base_name')
  return [{ why: 'not-read', code: reason, facts: { base }, at: lastSeenAt ?? since, place: '' }]
}
