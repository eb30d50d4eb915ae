/**
 * What people write today: Express, knex as it comes, `fetch`. The same request, the same calls, the same rows in the same four
 * durable commits as the floor has; nothing is checked, translated, compared or read here either.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import express from 'express'
import type { Knex } from 'knex'
import { FORMAT, HEADERS, INVOICES, modelOf, NEWEST } from './calls.ts'
import { COMMITS, shapesIn, tableOf, type Shape } from './invoice-rows.ts'
import { costOf, type AnchorInput, type IssuingAnchor } from './issuing.ts'
import { openPlain } from './plain-knex.ts'

export async function run({ root, folder, invoices }: AnchorInput): Promise<IssuingAnchor> {
  const knex = openPlain(join(folder, 'today.sqlite'))
  const shapes = shapesIn(folder, invoices)
  for (const shape of shapes) await knex.raw(tableOf(shape))
  const place = { knex, root, shapes, model: await modelOf(() => get(root + NEWEST)) }
  let count = 0
  const app = express().use(express.json())
  app.get('/', (_request, response) => void response.json(costOf(count)))
  app.post('/', (request, response, next) => {
    issue(place, count++).then(() => response.json(request.body), next)
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

interface Place {
  knex: Knex
  root: string
  shapes: Shape[]
  model: Record<string, unknown>
}

async function issue(place: Place, number: number): Promise<void> {
  const { root, model } = place
  const key = randomUUID()
  const address = `${root}${INVOICES}(guid'${key}')`
  await commit(place, 0, number)
  await commit(place, 1, number)
  await post(`${root}${INVOICES}?${FORMAT}`, { Ref_Key: key, ...model })
  await get(`${address}?${FORMAT}`)
  await commit(place, 2, number)
  await post(`${address}/Post?PostingModeOperational=false`, {})
  await get(`${address}?${FORMAT}`)
  await commit(place, 3, number)
}

const get = (address: string) => read(fetch(address, { headers: HEADERS }))
const post = (address: string, body: object) =>
  read(fetch(address, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) }))

async function read(asked: Promise<Response>): Promise<Record<string, unknown>> {
  const answer = await asked
  const said = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status}: ${said.slice(0, 500)}`)
  return said === '' ? {} : (JSON.parse(said) as Record<string, unknown>)
}

async function commit({ knex, shapes }: Place, at: number, number: number): Promise<void> {
  await knex.transaction(async (tx) => {
    for (const [table, share] of Object.entries(COMMITS[at] ?? {}))
      await tx(table).insert(rowsOf(shapes, { table, share, number }))
    if (at > 0)
      await tx('intents')
        .where('rowid', number + 1)
        .update({ state: 'sending', lease_until: '' })
    if (at === COMMITS.length - 1)
      await tx('invoices')
        .where('rowid', number + 1)
        .update({ state: 'issued', number: '0000-000001' })
  })
}

function rowsOf(shapes: Shape[], wanted: { table: string; share: number; number: number }): object[] {
  const shape = shapes.find(({ table }) => table === wanted.table)
  if (!shape) return []
  return Array.from({ length: wanted.share }, (_, part) => {
    const values = shape.row(wanted.number, part, wanted.share)
    return Object.fromEntries(shape.columns.map((column, place) => [column, values[place]]))
  })
}
