/** Whether the edits of both sides have come right: equal or one open conflict, none lost, the base written to no more than people edited. */
import { textsThere } from '../../sync/both-sides.ts'
import { EDITED, type EditedField, type Editors, type Typed } from './editors.ts'
import type { Evidence } from './oracle.ts'
import type { Day } from './swarm.ts'
import { rowsOf, type Row } from './rows.ts'

const SET = 'Catalog_Контрагенты'
/** The field of which the mapping says that ours wins. */
const OURS_WINS: EditedField = 'email'

export interface EditEvidence extends Pick<Evidence, 'db' | 'base'> {
  editors: Editors
  day: Pick<Day, 'ifMatch'>
  /** Changes that the network has delivered twice. */
  doubled: number
}

/** @returns one sentence per broken promise */
export async function judgeEdits({ db, base, editors, doubled, day }: EditEvidence): Promise<string[]> {
  const wrong: string[] = []
  const edits = (await rowsOf(db, 'edits')).filter(({ noun }) => noun === 'counterparty')
  const links = (await rowsOf(db, 'links')).filter(({ noun }) => noun === 'counterparty')
  for (const row of await rowsOf(db, 'counterparties')) {
    const typed = editors.typed.filter(({ counterparty }) => counterparty === row['uuid'])
    const link = links.find(({ our_id: id }) => id === row['id'])
    const key = String(link?.['foreign_key'] ?? '')
    const there = link && base.base.get(SET, key) ? textsThere({ simulator: base }, key) : undefined
    for (const field of EDITED) {
      const of = (state: string) =>
        edits.filter((one) => one['subject_id'] === row['id'] && one['field'] === field && one['state'] === state)
      const about = { row, field, open: of('conflict'), settled: of('settled'), there: there?.[field] }
      wrong.push(...agreed(about), ...kept(about, { typed, answered: editors.answered.about, day }))
    }
  }
  const waiting = edits.filter((edit) => isCarried(edit, links)).length
  if (waiting > 0) wrong.push(`I16: ${waiting} edits are still on their way`)
  const over = edits.filter(({ rule }) => rule === 'crm').length
  wrong.push(...noPingPong({ base, editors, doubled, over }))
  return wrong
}

interface About {
  row: Row
  field: EditedField
  /** Conflicts that people are asked about. */
  open: Row[]
  /** Edits that have come to their end. */
  settled: Row[]
  /** What the base says; undefined = it does not hold it. */
  there: string | undefined
}

/** I4: both sides say the same, or one question says what each of them says. */
function agreed({ row, field, open, there }: About): string[] {
  const here = String(row[field])
  if (open.length > 1) return [`I6: ${field} is asked about ${open.length} times`]
  if (there === undefined) return []
  const [asked] = open
  if (asked && (asked['ours'] !== here || asked['theirs'] !== there))
    return [`I6: asked about "${asked['ours']}" and "${asked['theirs']}", while ${field} is "${here}" and "${there}"`]
  if (asked || here === there) return []
  return [`I4: ${field} is "${here}" with us and "${there}" in the base, and nobody is asked`]
}

/**
 * I6: what was typed last stands there, whoever typed it, unless people are asked, a person has answered, the manager took it back, or the
 * mapping says who wins.
 */
function kept(
  { row, field, open, settled }: About,
  { typed, answered, day }: { typed: Typed[]; answered: Set<string>; day: Pick<Day, 'ifMatch'> },
): string[] {
  const own = typed.filter((one) => one.field === field)
  const last = own.at(-1)
  if (!last || open.length > 0) return []
  const here = String(row[field])
  if (last.text === here) return []
  // Such a base takes what is sent over what was saved a moment before, and contacts are sent as one section: known, and not judged here.
  const overrun = day.ifMatch === 'ignore' && last.side === 'theirs' && typed.some(({ side }) => side === 'ours')
  if (overrun) return []
  const told = answered.has(`${String(row['uuid'])} ${field}`) || settled.some(isTold(last))
  if (told && own.some(({ text }) => text === here)) return []
  // A person has chosen what stands there, be it a blank that nobody had typed; what accounting types after that has no edit of ours.
  const latest = settled.at(-1)
  const isChosen = latest?.['outcome'] === 'answered-theirs' && latest['theirs'] === here
  if (isChosen && last.side === 'ours') return []
  return [`I6: ${field} was typed as "${last.text}" by ${last.side} and is "${here}"`]
}

/**
 * What an edit says of itself when something else stands there in the end. Whoever types again what both sides have agreed on has changed
 * nothing in the eyes of the other.
 */
const isTold = (last: Typed) => (edit: Row) =>
  last.side === 'ours'
    ? edit['outcome'] === 'withdrawn'
    : (last.field === OURS_WINS && edit['rule'] !== '') || edit['agreed'] === last.text

/**
 * The base is written to no more often than people have edited or answered, apart from what a proxy has sent twice.
 * @param over edits that went over what people in accounting had typed, because the mapping says that ours wins: such a one is written once
 *   more when it had arrived before they typed and the bridge could not read that it had
 */
function noPingPong({ base, editors, doubled, over }: Omit<EditEvidence, 'db' | 'day'> & { over: number }): string[] {
  const { ledger, user } = base
  const written = [...base.base.all(SET)].flatMap(({ key }) => ledger.history.of(SET, key))
  const ours = written.filter(({ deed, by }) => deed === 'changed' && by === user).length
  const asked = editors.typed.filter(({ side }) => side === 'ours').length + editors.answered.count
  return ours <= asked + doubled + over ? [] : [`the base was written to ${ours} times for ${asked} edits`]
}

const isCarried = (edit: Row, links: Row[]) =>
  edit['state'] === 'pending' && links.some(({ our_id: id, gone }) => id === edit['subject_id'] && !gone)
