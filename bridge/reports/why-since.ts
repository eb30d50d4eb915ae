/** Since when does each value of a record stand as it does, and who or which round put it there? */
import { changesOf, rowAt, type KeptChange } from '../store/former-rows.ts'
import type { Moment } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import { runsOf, type Runs } from './change-runs.ts'
import { number } from './rows.ts'
import type { WhyField, WhySince } from './why-answers.ts'
import type { SaidField } from './why-fields.ts'

/** Changes of one record that are looked through, newest first. */
const MOST_CHANGES = 500

export interface Standing {
  noun: Moment['noun']
  row: Row
  /** Name of the base that holds it. */
  base: string
}

/** The newest change that took away another value; of a value that was always so, the beginning of the record. */
export async function withSince(asking: Asking, of: Standing, fields: SaidField[]): Promise<WhyField[]> {
  const { noun, row } = of
  const changes = await changesOf(asking.db, { noun, ourIds: [number(row, 'id')] }, MOST_CHANGES)
  const runs = await runsOf(asking, changes)
  const beginning = changes.length === MOST_CHANGES ? null : await beginningOf(asking, of)
  return fields.map((field) => {
    const column = columnOf(field)
    // What a person has made began with all its values.
    const change = changes.find(({ was }) => was === null || was[column] !== undefined)
    return { ...field, since: change ? sinceOf(change, runs) : beginning }
  })
}

function sinceOf({ at, who, deed, runId }: KeptChange, runs: Runs): WhySince {
  return { at, who, deed, run: runs.get(runId) ?? null }
}

/** A record that a base brought has no line of its making; null = it is older than what is kept. */
async function beginningOf({ db }: Asking, { noun, row, base }: Standing): Promise<WhySince | null> {
  const { bornAt } = await rowAt(db, { noun, row }, '')
  return bornAt === null ? null : { at: bornAt, who: base, deed: 'told', run: null }
}

const LINKED: Record<string, string> = {
  counterpartyKey: 'counterparty_id',
  organisationKey: 'organisation_id',
  contractKey: 'contract_id',
}

/** Lines of a document change together. */
function columnOf({ field, row }: SaidField): string {
  if (row > 0) return 'lines'
  return LINKED[field] ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
