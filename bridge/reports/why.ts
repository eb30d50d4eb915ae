/** Why is this value here: which document of which base, its version, the rule, the run, the words of the base, and what holds up a newer one? */
import { lineOfAnswer, singleLines, type FoundLine, type Sought } from '../store/journal-search.ts'
import { TAKEN } from '../store/journal-told.ts'
import { saidIn } from '../store/journal.ts'
import type { Noun } from '../domain/sync.ts'
import type { Asking, Row } from './asking.ts'
import { json, number, text, textOrNull } from './rows.ts'
import type { HoldUp, Why, WhyField, WhyPart } from './why-answers.ts'
import { whyFields, type SaidField } from './why-fields.ts'
import { withSince } from './why-since.ts'
import { holdUpsOf } from './why-not.ts'

/** A record of ours whose value is asked about. */
export interface Subject {
  noun: Noun
  /** Row with `id`, `uuid`, `base_id`, `as_of`. */
  row: Row
  parts: WhyPart[]
}

const NOTHING: Why = {
  base: '',
  document: null,
  readAt: null,
  run: null,
  askedBy: '',
  mapping: null,
  fields: [],
  parts: [],
  holdUps: [],
}

export async function why(asking: Asking, { noun, row, parts }: Subject): Promise<Why> {
  const about = { noun, row }
  const link = await linkOf(asking, about)
  if (!link) return { ...NOTHING, parts, holdUps: await holdUpsOf(asking, { ...about, link: undefined, lines: [] }) }
  const sought: Sought = {
    base: number(link, 'base_id'),
    noun,
    key: text(link, 'foreign_key'),
    asOf: text(row, 'as_of'),
  }
  const lines = await singleLines(asking.db, sought)
  const line = await lineOf(asking, sought, lines)
  const holdUps = await holdUpsOf(asking, { ...about, link, lines: newerThan(lines, line) })
  return {
    ...(await explained(asking, { link, line, noun, row })),
    parts,
    holdUps: [...holdUps, ...seenLater(link, line)],
  }
}

/** By the latest that was applied: a whole answer that is kept, or words of its own. */
async function lineOf({ db }: Asking, sought: Sought, lines: FoundLine[]): Promise<FoundLine | undefined> {
  const applied = lines.find(({ direction, outcome }) => direction === 'in' && TAKEN.includes(outcome))
  if (sought.asOf === '' || (applied && applied.at >= sought.asOf)) return applied
  return (await lineOfAnswer(db, sought)) ?? applied
}

function newerThan(lines: FoundLine[], line: FoundLine | undefined): FoundLine[] {
  return lines.filter(({ id, direction }) => direction === 'in' && id > (line?.id ?? 0))
}

interface Explained {
  noun: Noun
  row: Row
  link: Row
  line: FoundLine | undefined
}

async function explained(asking: Asking, { link, line, noun, row }: Explained) {
  const base = text(link, 'base_name')
  if (!line) return { ...NOTHING, base }
  const mapping = await mappingOf(asking, { ...line, noun }, text(link, 'base_mapping'))
  const said = ((await saidIn(asking.db, line.id)) ?? {}) as Record<string, unknown>
  const key = text(link, 'foreign_key')
  return {
    base,
    document: { noun, kind: mapping ? text(mapping, 'kind') : '', key, version: line.version },
    readAt: line.at,
    run: await runOf(asking, line.runId),
    askedBy: await askedBy(asking, { link, line, noun }),
    mapping: mapping ? { file: text(mapping, 'file'), version: line.mappingVersion } : null,
    fields: await fieldsOf(asking, { noun, row, base }, mapping ? whyFields(json(mapping, 'rules', []), said) : []),
  }
}

/** Changes of payments are not kept by themselves. */
async function fieldsOf(
  asking: Asking,
  { noun, row, base }: { noun: Noun; row: Row; base: string },
  fields: SaidField[],
): Promise<WhyField[]> {
  if (noun === 'bank-receipt' || noun === 'cash-receipt') return fields.map((field) => ({ ...field, since: null }))
  return withSince(asking, { noun, row, base }, fields)
}

/** The newest link that is not gone, with its base. */
export async function linkOf({ db }: Asking, { noun, row }: Pick<Subject, 'noun' | 'row'>): Promise<Row | undefined> {
  return (await db('links')
    .join('bases', 'bases.id', 'links.base_id')
    .where({ 'links.noun': noun, 'links.our_id': number(row, 'id') })
    .orderBy([{ column: 'links.gone' }, { column: 'links.id', order: 'desc' }])
    .first('links.*', { base_name: 'bases.name', base_mapping: 'bases.mapping', base_health: 'bases.health' })) as
    Row | undefined
}

/** The rules as they were when it was read, whatever stands in the file today. */
export async function mappingOf(
  { db }: Asking,
  line: FoundLine & { noun: Noun },
  folder: string,
): Promise<Row | undefined> {
  const rows: Row[] = await db('mapping_versions').where({ version: line.mappingVersion, noun: line.noun })
  return rows.find((row) => text(row, 'file').startsWith(`${folder}/`)) ?? rows[0]
}

export async function runOf({ db }: Asking, id: number): Promise<Why['run']> {
  const row = id === 0 ? undefined : ((await db('runs').where('id', id).first()) as Row | undefined)
  return row ? { id: text(row, 'uuid'), startedAt: text(row, 'started_at') } : null
}

/** Outside a round a record comes as the answer to a request: that has an author. */
async function askedBy(
  { db }: Asking,
  { link, line, noun }: { link: Row; line: FoundLine; noun: Noun },
): Promise<string> {
  if (line.runId !== 0) return ''
  const row = (await db('intents')
    .join('users', 'users.id', 'intents.author_id')
    .where({
      'intents.base_id': number(link, 'base_id'),
      'intents.noun': noun,
      'intents.subject_id': number(link, 'our_id'),
    })
    .orderBy('intents.id', 'desc')
    .first('users.name')) as Row | undefined
  return row ? text(row, 'name') : ''
}

/** The base has saved it since, and nothing that we keep of it changed. */
function seenLater(link: Row, line: FoundLine | undefined): HoldUp[] {
  const version = textOrNull(link, 'version')
  if (!line || version === null || version === line.version || line.version === '') return []
  return [{ why: 'seen-later', code: '', facts: { version }, at: '', place: '' }]
}
