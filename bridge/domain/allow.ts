/** Who may do what: roles x verbs x (own / department / all) as a table, and the three questions asked of it. */
import type { Role, Viewer } from './people.ts'
import { Problem } from './problem.ts'

export type Verb =
  | 'use' // be signed in, see and change oneself
  | 'see-clients'
  | 'create-client'
  | 'change-client'
  | 'tie-counterparty'
  | 'change-counterparty'
  | 'see-references'
  | 'see-deals'
  | 'open-deal'
  | 'change-deal'
  | 'draw-up-contract'
  | 'see-invoices'
  | 'issue-invoice'
  | 'cancel-invoice'
  | 'withdraw-request' // about a counterparty or contract, for its author and the author's head
  | 'retry-invoice'
  | 'accept-change'
  | 'see-queue'
  | 'see-troubles'
  | 'answer-trouble'
  | 'see-conflicts'
  | 'answer-conflict'
  | 'see-integration'
  | 'manage-integration'
  | 'see-journal' // runs and what a base has said, word for word
  | 'roll-back'
  | 'see-reconciliation'
  | 'reconcile' // ask for a comparison now
  | 'mend-difference'
  | 'sign-certificate'
  | 'note-consent' // write down that a person has given or withdrawn a consent
  | 'export-person' // everything that is kept about a natural person
  | 'erase-person'
  | 'see-acts' // acts of destruction; they name nobody

/** Whose records a verb reaches: one's own, those of one's department, everybody's. */
export type Scope = 'own' | 'department' | 'all'

/** The manager who answers for a record; a record without one belongs to nobody in particular. */
export interface Owned {
  managerId: string | null
  /** Department of that manager; needed only where a rule says `department`. */
  department?: string
}

const SALES: Verb[] = [
  'see-clients',
  'create-client',
  'change-client',
  'tie-counterparty',
  'change-counterparty',
  'see-deals',
  'open-deal',
  'change-deal',
  'draw-up-contract',
  'see-invoices',
  'issue-invoice',
  'cancel-invoice',
  'withdraw-request',
  'retry-invoice',
  'accept-change',
  'see-queue',
  'see-conflicts',
  'answer-conflict',
  'note-consent',
]

const EVERYBODY: Partial<Record<Verb, Scope>> = { use: 'all', 'see-references': 'all' }

const RULES: Record<Role, Partial<Record<Verb, Scope>>> = {
  manager: { ...EVERYBODY, ...each(SALES, 'own'), 'see-troubles': 'own' },
  head: {
    ...EVERYBODY,
    ...each(SALES, 'department'),
    'see-troubles': 'department',
    'see-integration': 'all',
    ...each(['see-reconciliation', 'reconcile', 'see-acts'], 'all'),
    ...each(['export-person', 'erase-person'], 'department'),
  },
  accountant: {
    ...EVERYBODY,
    ...each(['see-clients', 'see-deals', 'see-invoices', 'see-queue', 'see-troubles', 'answer-trouble'], 'all'),
    ...each(['retry-invoice', 'see-integration', 'see-conflicts', 'answer-conflict'], 'all'),
    ...each(['see-reconciliation', 'reconcile', 'mend-difference', 'sign-certificate', 'see-acts'], 'all'),
  },
  integrator: {
    ...EVERYBODY,
    ...each(['see-queue', 'see-troubles', 'answer-trouble', 'retry-invoice'], 'all'),
    ...each(['see-integration', 'manage-integration', 'see-journal', 'roll-back'], 'all'),
    ...each(['see-conflicts', 'answer-conflict'], 'all'),
    ...each(['see-reconciliation', 'reconcile', 'mend-difference', 'see-acts'], 'all'),
  },
  robot: {
    ...EVERYBODY,
    ...each(SALES, 'all'),
    ...each(['see-troubles', 'see-integration', 'manage-integration', 'see-journal', 'roll-back'], 'all'),
    ...each(['see-reconciliation', 'reconcile', 'erase-person'], 'all'),
  },
}

/** How far a verb reaches for this viewer; null = not at all. */
export function scopeOf(viewer: Pick<Viewer, 'role'>, verb: Verb): Scope | null {
  return RULES[viewer.role][verb] ?? null
}

/**
 * Refuses what the viewer may not do. Without a record it asks whether the verb is theirs anywhere.
 * @throws Problem `access.denied`
 */
export function allow(viewer: Viewer, verb: Verb, record?: Owned): void {
  if (!may(viewer, verb, record)) throw new Problem('access.denied', { verb })
}

/** Verbs that the viewer may use on this record, or anywhere; screens draw their buttons from it. */
export function mayOn(viewer: Viewer, record?: Owned): Verb[] {
  const verbs = Object.keys(RULES[viewer.role]) as Verb[]
  return verbs.filter((verb) => may(viewer, verb, record))
}

function may(viewer: Viewer, verb: Verb, record: Owned | undefined): boolean {
  const scope = scopeOf(viewer, verb)
  if (scope === null) return false
  if (scope === 'all' || record === undefined || record.managerId === viewer.id) return true
  return scope === 'department' && viewer.department !== '' && record.department === viewer.department
}

function each(verbs: Verb[], scope: Scope): Partial<Record<Verb, Scope>> {
  return Object.fromEntries(verbs.map((verb) => [verb, scope]))
}
