/** Texts of people and of bases come back as they are, in JSON that no browser takes for a page; and nothing goes out as a table. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteName } from '../../../bridge/http/contract.ts'
import { splitName } from '../../../bridge/http/route.ts'
import { routes } from '../../../bridge/http/routes.ts'
import { fillWithHostileTexts, hostile } from '../../hostile-texts.ts'
import type { Answer } from '../../http/browser.ts'
import { scene, type Scene } from '../authorisation/scene.ts'
import { unless, type Item } from './check.ts'

const stored: Item = {
  name: 'a script in any text of people or of a base comes back byte for byte, in JSON that no browser takes for a page',
  run: async () => {
    const stage = await scene()
    try {
      await moreRows(stage)
      const filled = await fillWithHostileTexts(stage.here.database.db)
      const answers = await everythingReadable(stage)
      const wrong = answers.find((answer) => !isSafeJson(answer))
      if (wrong) return `an answer ${wrong.status} of type ${wrong.headers.get('content-type')}`
      const texts = answers.flatMap(({ body }) => textsIn(body))
      const lost = filled.filter((field) => !texts.some((text) => holds(text, hostile(field))))
      return unless(lost.length === 0, `changed on their way, or shown nowhere: ${lost.join(', ')}`)
    } finally {
      await stage.close()
    }
  },
}

/** Rows of the tables that the scene leaves empty. */
async function moreRows({ here, records }: Scene): Promise<void> {
  const { db } = here.database
  const [deal, invoice, entity, organisation, base, author] = await Promise.all([
    rowOf(db('deals').where('uuid', records.anna['deals'])),
    rowOf(db('invoices').where('uuid', records.anna['invoices'])),
    rowOf(db('counterparties').where('uuid', records.anna['counterparties'])),
    rowOf(db('organisations')),
    rowOf(db('bases')),
    rowOf(db('users').where('login', 'anna')),
  ])
  const at = '2026-02-16T08:00:00.000Z'
  const line = { position: 1, text: 'x', quantity_milli: 1_000, price_minor: 100, sum_minor: 100 }
  await db('deal_lines').insert({ uuid: 'line-of-anna', deal_id: deal, ...line })
  await db('invoice_lines').insert({
    invoice_id: invoice,
    ...line,
    vat_rate: '0',
    vat_minor: 0,
  })
  await db('contracts').insert({
    uuid: 'contract-of-anna',
    name: 'x',
    search_key: 'x',
    number: 'x',
    date: '2026-02-16',
    sort: 'buyer',
    counterparty_id: entity,
    organisation_id: organisation,
  })
  const contract = await rowOf(db('contracts'))
  await db('deals')
    .where('id', deal)
    .update({ contract_id: contract, counterparty_id: entity, organisation_id: organisation })
  await db('intents').insert({
    uuid: 'intent-of-anna',
    base_id: base,
    noun: 'invoice',
    subject_id: invoice,
    state: 'refused',
    foreign_key: '',
    payload: '{}',
    payload_hash: '',
    mapping_version: '',
    reason: 'base.rule',
    facts: '{}',
    author_id: author,
    next_try_at: at,
    created_at: at,
    updated_at: at,
  })
}

async function rowOf(query: { first(column: string): PromiseLike<unknown> }): Promise<number> {
  return ((await query.first('id')) as { id: number }).id
}

/** Every page of reading, by those who see most. */
async function everythingReadable({ here, viewers, records }: Scene): Promise<Answer[]> {
  const pages = (Object.keys(routes) as RouteName[]).map(splitName).filter(({ method }) => method === 'GET')
  const answers: Answer[] = []
  for (const { path } of pages) {
    const noun = path.split('/')[2] ?? ''
    const id = noun === 'bases' ? here.trade.base : (records.anna[noun] ?? '')
    const query = path.endsWith('/as-of') ? '?at=2026-02-16T08:00:00Z' : path === '/api/invoices' ? '?state=all' : ''
    const address = path.replace(':id', id).replace(':language', 'ru') + query
    for (const viewer of [viewers.anna, viewers.elena, viewers.dmitry]) answers.push(await viewer.get(address))
  }
  return answers
}

function isSafeJson({ status, headers }: Answer): boolean {
  const type = headers.get('content-type') ?? ''
  return (
    status < 500 && /^application\/(problem\+)?json/.test(type) && headers.get('x-content-type-options') === 'nosniff'
  )
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** As it is, or inside of what a base has said, which is shown as JSON text. */
function holds(text: string, sought: string): boolean {
  return text.includes(sought) || text.includes(JSON.stringify(sought).slice(1, -1))
}

const BRIDGE = join(import.meta.dirname, '..', '..', '..', 'bridge')
/** A table of a spreadsheet by its type or by its ending. */
const TABLE = /text\/csv|spreadsheet|\.(csv|xlsx?|ods)\b|['"`](csv|xlsx?|ods)['"`]/i

/** Sources of the service that make a table for a spreadsheet: a route, a command, or what they call. */
export function exportsFound(): string[] {
  const files = readdirSync(BRIDGE, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && TABLE.test(readFileSync(join(BRIDGE, file), 'utf8')))
    .concat(Object.keys(routes).filter((name) => /export|download|csv|xlsx?/i.test(name) && !IN_JSON.includes(name)))
}

/** What is kept about a person goes out as an answer like every other, in JSON, and is kept as a file that ends in `.json`. */
const IN_JSON = ['POST /api/persons/:id/export']

/** Cells that begin with = + - @ are formulas to a spreadsheet: whoever writes the first table writes the item about them. */
const exported: Item = {
  name: 'nothing goes out as a table for a spreadsheet, so no text can become a formula',
  run: () => {
    const found = exportsFound()
    return Promise.resolve(
      unless(found.length === 0, `there is no item about formulas in cells for ${found.join(', ')}`),
    )
  },
}

export const textItems: Item[] = [stored, exported]
