/** What history costs: nothing. A bridge that has worked for years issues and receives as fast as on its first day. */
import { describe, expect, it } from 'vitest'
import { contextFor } from '../../bridge/cli/web.ts'
import { clientAsOf } from '../../bridge/reports/as-of-client.ts'
import { invoiceAsOf } from '../../bridge/reports/as-of-invoice.ts'
import { clientMoments, invoiceMoments } from '../../bridge/reports/moments.ts'
import type { Database } from '../../bridge/store/db.ts'
import { watched } from './watched.ts'
import { workshop } from './workshop.ts'

/** Tables that grow with every day of work. */
const GROWING =
  /\b(invoices|invoice_lines|invoice_versions|links|intents|journal|payments|allocations|audit|deal_events|changes|runs)\b/
/** Columns by which half of such a table is found. */
const COARSE = new Set(['base_id', 'noun', 'gone', 'direction'])

describe('Issuing an invoice and reading it back', () => {
  it('asks the database nothing whose answer takes longer the more has happened before (G7, G8)', async () => {
    const asked = new Set<string>()
    const here = await workshop()
    const { database } = here.bridge
    here.bridge.database = noting(database, asked)
    const engine = here.engineOf()

    await here.order()
    await here.rest(engine)

    expect(asked.size).toBeGreaterThan(30)
    const slow = await Promise.all([...asked].map((sql) => readsHistory(database, sql)))
    expect(slow.flat()).toEqual([])
    await engine.stop()
    here.bridge.database = database
    await here.close()
  })
})

describe('Looking at how it was', () => {
  it('reads the past of the record and of nothing else (A-16)', async () => {
    const asked = new Set<string>()
    const here = await workshop()
    const { database } = here.bridge
    const { invoice } = await here.order()
    await here.rest(here.engineOf())
    const client = (await database.db('clients').where('name', 'like', '%Ромашка%').first('uuid')) as { uuid: string }
    here.bridge.database = noting(database, asked)
    const asking = { ...contextFor(here.bridge, here.bridge.robot), db: here.bridge.database.db }
    const moments = [asking.now(), '2026-11-24T08:00:00.000Z', '2020-01-01T00:00:00.000Z']

    for (const at of moments) {
      await clientAsOf(asking, client.uuid, { at })
      await invoiceAsOf(asking, invoice, { at })
    }
    await clientMoments(asking, client.uuid)
    await invoiceMoments(asking, invoice)

    expect([...asked].filter((sql) => sql.includes('`changes`')).length).toBeGreaterThan(3)
    const slow = await Promise.all([...asked].map((sql) => readsHistory(database, sql)))
    expect(slow.flat()).toEqual([])
    here.bridge.database = database
    await here.close()
  })
})

function noting(database: Database, asked: Set<string>): Database {
  return watched(database, ({ sql }) => {
    if (/^\s*(select|update|delete)/i.test(sql)) asked.add(sql)
    return undefined
  })
}

interface Step {
  detail: string
}

/** Steps of its plan that read a growing table as a whole, or by what half of its rows share. */
async function readsHistory({ db }: Database, sql: string): Promise<string[]> {
  // The first row of any is asked for: one row is read.
  if (sql.endsWith('limit 1') && !sql.includes('order by')) return []
  const values = Array.from(sql.matchAll(/\?/g), () => '[]')
  const steps = (await db.raw(`explain query plan ${sql}`, values)) as Step[]
  const fromAnEnd = !/ where /.test(sql) && /order by `id` (desc|asc) limit \d+$/.test(sql)
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => GROWING.test(detail) && !fromAnEnd && isWide(detail))
    .map((detail) => `${detail}: ${sql}`)
}

function isWide(detail: string): boolean {
  if (detail.startsWith('SCAN')) return !detail.includes('VIRTUAL TABLE')
  const [, found] = /\(([^()]*)\)/.exec(detail) ?? []
  if (found === undefined) return false
  const columns = found.split(' AND ').map((term) => /^\w+/.exec(term)?.[0] ?? '')
  return columns.every((column) => COARSE.has(column))
}
