/** What had a base told us of a record by a moment, word for word, and by which rules was it read? */
import type { Noun } from '../domain/sync.ts'
import { lineOfAnswer, tellingLine, type FoundLine } from '../store/journal-search.ts'
import { saidIn } from '../store/journal.ts'
import type { Told } from './as-of-answers.ts'
import type { Asking, Row } from './asking.ts'
import { json, number, text } from './rows.ts'
import { linkOf, mappingOf, runOf } from './why.ts'
import type { Rule } from './why-fields.ts'

export interface Observed {
  told: Told
  /** Row id of the base. */
  base: number
  rules: Rule[]
  said: Record<string, unknown>
}

export interface Subject {
  noun: Noun
  /** As it is now. */
  row: Row
  /** When our row, as it was at that moment, had been brought up to date; '' = never, or not known. */
  asOf: string
}

/** @returns undefined when it had told nothing, or when nothing of it can be found any more */
export async function toldBy(asking: Asking, subject: Subject, at: string): Promise<Observed | undefined> {
  const { noun, row } = subject
  const link = await linkOf(asking, { noun, row })
  if (!link) return undefined
  const line = await lineBy(asking, { link, noun, asOf: subject.asOf }, at)
  if (!line) return undefined
  const said = ((await saidIn(asking.db, line.id)) ?? {}) as Record<string, unknown>
  const mapping = await mappingOf(asking, { ...line, noun }, text(link, 'base_mapping'))
  return {
    base: number(link, 'base_id'),
    rules: mapping ? json<Rule[]>(mapping, 'rules', []) : [],
    said,
    told: {
      base: text(link, 'base_name'),
      document: {
        noun,
        kind: mapping ? text(mapping, 'kind') : '',
        key: text(link, 'foreign_key'),
        version: line.version,
      },
      at: line.at,
      run: await runOf(asking, line.runId),
      mapping: mapping ? { file: text(mapping, 'file'), version: line.mappingVersion } : null,
      gone: said['gone'] === true,
      reason: line.outcome === 'conflict' || line.outcome === 'pending' ? line.reason : '',
    },
  }
}

interface About {
  link: Row
  noun: Noun
  asOf: string
}

/** The later of two: a line with words of its own, or the answer by which our row had been brought up to date. */
async function lineBy({ db }: Asking, { link, noun, asOf }: About, at: string): Promise<FoundLine | undefined> {
  const sought = { base: number(link, 'base_id'), noun, key: text(link, 'foreign_key'), asOf }
  const single = await tellingLine(db, sought, at)
  if (asOf === '' || asOf > at || (single && single.at >= asOf)) return single
  return (await lineOfAnswer(db, sought)) ?? single
}
