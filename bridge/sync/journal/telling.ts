/** On whose behalf and in which transaction the journal is told again: what the receiving actions are given, without a base behind it. */
import type { Arrival, Receiving } from '../../actions/receiving.ts'
import type { Records } from '../../domain/received.ts'
import type { Noun } from '../../domain/sync.ts'
import type { Base } from '../../store/bases.ts'
import type { Db } from '../../store/db.ts'
import type { Link } from '../../store/links.ts'
import { Couples } from '../couple.ts'
import type { Change, EnginePorts } from '../ports.ts'
import { tellReferences } from '../references.ts'

export type { Verdict } from '../../actions/receiving.ts'

/** A record of any noun on its way into our tables. */
export type AnyArrival = Arrival<Records[Noun]>

export type JournalPorts = Pick<
  EnginePorts,
  'database' | 'robot' | 'now' | 'newId' | 'translate' | 'wait' | 'publish'
> & {
  settings: Pick<EnginePorts['settings'], 'owner'>
}

export interface Telling {
  ports: JournalPorts
  base: Base
  db: Db
  /** Whose doing it is, for versions of invoices. */
  author: string
  /** The moment of the rows, UTC ISO text. */
  at: string
  /** What the history of a row calls it; '' = a rebuild, which brings nothing that history does not know. */
  deed: 'replayed' | 'rolled-back' | ''
  /** Row id of the run that this is, 0 = none. */
  run: number
  /** Version of the mapping by which it is read, where it is one for all. */
  rules?: string
  /** Which rows of ours keys of the base stand for by now. */
  rows: Pick<Rows, 'ourId' | 'learn'>
  changes: Change[]
  again?: NonNullable<Receiving['again']>
}

/** Couples learnt line by line: what had not come yet when a line came was not known to it. */
export class Rows {
  readonly #rows = new Map<string, number>()

  ourId(noun: Noun, key: string): number | undefined {
    return this.#rows.get(`${noun}/${key}`)
  }

  learn({ noun, foreignKey, ourId }: Pick<Link, 'noun' | 'foreignKey' | 'ourId'>): void {
    this.#rows.set(`${noun}/${foreignKey}`, ourId)
  }
}

export function receivingOf(telling: Telling): Receiving {
  const { ports, base, db, author, at, rows, changes, again, deed, run, rules = '' } = telling
  const told = new Set<string>()
  return {
    viewer: ports.robot,
    db,
    now: () => at,
    newId: () => ports.newId(),
    transaction: (work) => work(receivingOf(telling)),
    base,
    author,
    own: false,
    retold: true,
    ...(again && { again }),
    causeOf: () => ({ at, who: author || ports.robot.name, deed, run, rules }),
    ourId: (noun, key) => rows.ourId(noun, key),
    learn: (link) => rows.learn(link),
    changed: (what, id) => {
      if (told.has(`${what}/${id}`)) return
      told.add(`${what}/${id}`)
      changes.push({ what, id })
    },
  }
}

/** Rows of ours behind everything that these records name, as the links have them now. */
export async function rowsNamedBy(
  { db, base }: Pick<Telling, 'db' | 'base'>,
  noun: Noun,
  arrivals: AnyArrival[],
): Promise<Couples> {
  const rows = new Couples(base.rowId)
  await rows.load(db, (named) => arrivals.forEach(({ record }) => tellReferences(noun, record, named)))
  return rows
}
