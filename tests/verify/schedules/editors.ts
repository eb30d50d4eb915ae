/** People who edit the same legal entities on both sides while requests and processes fail, and what they typed: the oracle of edits. */
import { answerConflicts } from '../../../bridge/actions/answer-conflicts.ts'
import type { Viewer } from '../../../bridge/domain/people.ts'
import { Problem } from '../../../bridge/domain/problem.ts'
import { contextOn } from '../../../bridge/store/context.ts'
import type { Database } from '../../../bridge/store/db.ts'
import type { Context as BaseContext } from '../../../connectors/simulator/context.ts'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import { editHere, editThere, textsThere } from '../../sync/both-sides.ts'
import { countedIds, type Luck } from './chance.ts'
import type { Template } from './template.ts'
import type { VirtualTime } from './time.ts'

export const EDITED = ['name', 'phone', 'email'] as const
export type EditedField = (typeof EDITED)[number]

/** A text that somebody has typed and that was taken. */
export interface Typed {
  side: 'ours' | 'theirs'
  /** Public id of the counterparty. */
  counterparty: string
  field: EditedField
  text: string
}

export interface Editors {
  /** In the order of typing. */
  typed: Typed[]
  /** Conflicts that a person has answered: each may have to be written like an edit. */
  answered: { count: number; about: Set<string> }
  /** One edit, on either side. */
  edit(): Promise<void>
  /** The accountant looks into her inbox. */
  answer(): Promise<void>
}

interface Room {
  database: Database
  time: VirtualTime
  base: BaseContext
  made: Template
  luck: Luck
  seed: number
  /** Deals of this day. */
  orders: number
}

/** Those of a usual day: people edit also what nobody orders for. */
const USUAL_DEALS = 4

/** A few texts only: both sides also type the same, and take edits back. */
const TEXTS = 4

export function editorsOf({ database, time, base, made, luck, seed, orders }: Room): Editors {
  const newId = countedIds(seed, 'editors')
  const contextFor = (viewer: Viewer) => contextOn(database, { viewer, now: () => time.iso(), newId })
  const deals = made.deals.slice(0, Math.max(orders, USUAL_DEALS))
  const entities = [...new Set(deals.map(({ counterparty }) => counterparty))]
  const typed: Typed[] = []
  const answered: Editors['answered'] = { count: 0, about: new Set() }

  async function edit(): Promise<void> {
    const counterparty = luck.pick(entities as [string, ...string[]])
    const field = luck.pick(EDITED)
    // A text of a field that stays what it is elsewhere, so that nobody takes two legal entities for one.
    const text = `${field} ${entities.indexOf(counterparty)} ${luck.between(0, TEXTS - 1)}`
    const side = luck.pick(['ours', 'theirs'] as const)
    if (await (side === 'ours' ? typeHere : typeThere)(counterparty, field, text))
      typed.push({ side, counterparty, field, text })
  }

  /** Whoever types what stands there already has said nothing, on either side. */
  async function typeHere(counterparty: string, field: EditedField, text: string): Promise<boolean> {
    const now = (await database.db('counterparties').where('uuid', counterparty).first(field)) as Record<
      string,
      unknown
    >
    if (now[field] === text) return false
    return unlessTold(editHere(contextFor(made.manager), counterparty, { [field]: text }))
  }

  async function typeThere(counterparty: string, field: EditedField, text: string): Promise<boolean> {
    const key = await keyOf(database, counterparty)
    if (key === undefined || !base.base.get('Catalog_Контрагенты', key)) return false
    if (textsThere({ simulator: base }, key)[field] === text) return false
    return unlessTold(Promise.resolve().then(() => editThere({ simulator: base }, key, { [field]: text })))
  }

  async function answer(): Promise<void> {
    const asked = (await database
      .db('edits')
      .join('counterparties', 'counterparties.id', 'edits.subject_id')
      .where('edits.state', 'conflict')
      .orderBy('edits.id')
      .select('edits.uuid', 'edits.version', 'edits.field', 'counterparties.uuid as counterparty')) as Asked[]
    const [one] = asked
    const choice = luck.pick(['ours', 'theirs'] as const)
    if (!one) return
    const conflicts = [{ id: one.uuid, version: one.version }]
    if (!(await unlessTold(answerConflicts(contextFor(made.accountant), { conflicts, answer: choice })))) return
    answered.count++
    answered.about.add(`${one.counterparty} ${one.field}`)
  }

  return { typed, answered, edit, answer }
}

interface Asked {
  uuid: string
  version: number
  field: string
  counterparty: string
}

/** Under which key the base holds it; undefined = it does not. */
async function keyOf({ db }: Database, counterparty: string): Promise<string | undefined> {
  const row = (await db('links')
    .join('counterparties', 'counterparties.id', 'links.our_id')
    .where({ 'links.noun': 'counterparty', 'links.gone': false, 'counterparties.uuid': counterparty })
    .first('links.foreign_key as key')) as { key: string } | undefined
  return row?.key
}

/** A refusal in words is an answer, on either side; anything else is a defect. */
async function unlessTold(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Problem || error instanceof ODataError) return false
    throw error
  }
}
