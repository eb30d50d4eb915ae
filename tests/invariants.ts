/** V1-V4 of the scenarios, checked after every step: by SQL and by looking into the base, never by asking the engine. */
import { expect } from 'vitest'
import type { World } from './world.ts'

type Row = Record<string, string | number | null>

export async function holdInvariants(world: World): Promise<void> {
  await noneLostNoneTwice(world)
  await moneyAddsUp(world)
  await mirrorsAgree(world)
  await everyWriteIsWrittenDown(world)
}

/** V1: invoices of ours in the base = requests that were carried out; each mark stands in one document. */
async function noneLostNoneTwice({ bridge, accounting }: World): Promise<void> {
  const rows: Row[] = await bridge.database.db('intents').where('noun', 'invoice')
  const marks = accounting.ours().map(({ fields }) => String(fields['Комментарий']).split(/\s/)[0] ?? '')
  expect(new Set(marks).size, 'V1: one document per mark').toBe(marks.length)
  const proven = rows.filter(({ state }) => ['written', 'posting', 'done'].includes(String(state)))
  const sent = rows.filter((row) => Number(row['sent']) > 0)
  expect(marks.length, 'V1: no document without a sent request').toBeLessThanOrEqual(sent.length)
  expect(marks.length, 'V1: no proven request without its document').toBeGreaterThanOrEqual(proven.length)
}

/** V2: allocations do not exceed payments; remainder = total - allocations, never below zero. */
async function moneyAddsUp({ bridge }: World): Promise<void> {
  const { db } = bridge.database
  const invoices: Row[] = await db('invoices')
    .leftJoin('allocations', 'allocations.invoice_id', 'invoices.id')
    .groupBy('invoices.id')
    .select('invoices.*', db.raw('coalesce(sum(allocations.amount_minor), 0) as allocated'))
  for (const row of invoices) {
    expect(Number(row['paid_minor']), `V2: paid of ${row['number']}`).toBe(Number(row['allocated']))
    expect(Number(row['paid_minor']), `V2: remainder of ${row['number']}`).toBeLessThanOrEqual(
      Number(row['total_minor']),
    )
  }
  const payments: Row[] = await db('payments')
    .leftJoin('allocations', 'allocations.payment_id', 'payments.id')
    .where({ 'payments.posted': true, 'payments.marked': false })
    .groupBy('payments.id')
    .select('payments.*', db.raw('coalesce(sum(allocations.amount_minor), 0) as allocated'))
  for (const row of payments)
    expect(Number(row['allocated']) + Number(row['advance_minor']), `V2: payment ${row['number']}`).toBe(
      Number(row['amount_minor']),
    )
}

/** V3: what we show of an invoice is what the base holds, or somebody has been told of the difference. */
async function mirrorsAgree({ bridge, accounting, simulator }: World): Promise<void> {
  if (simulator.settings.down) return
  const rows: Row[] = await bridge.database
    .db('invoices')
    .join('links', (on) => on.on('links.our_id', 'invoices.id'))
    .where('links.noun', 'invoice')
    .select('invoices.*', 'links.foreign_key')
  const ours = new Map(rows.map((row) => [String(row['foreign_key']), row]))
  for (const { key, fields } of accounting.invoices()) {
    const row = ours.get(key)
    if (!row) continue
    expect(row['number'], 'V3: number').toBe(fields['Number'])
    expect(Number(row['total_minor']), `V3: total of ${row['number']}`).toBe(
      Math.round(Number(fields['СуммаДокумента']) * 100),
    )
    expect(Boolean(row['posted']), `V3: posted ${row['number']}`).toBe(fields['Posted'])
    expect(Boolean(row['marked']), `V3: marked ${row['number']}`).toBe(fields['DeletionMark'])
  }
}

/** The session has ended: the request was turned away at the door and is repeated once under the same entry. */
const TURNED_AWAY = 406

/** V4: no write reached the base without a journal entry made before it. */
async function everyWriteIsWrittenDown({ bridge, simulator }: World): Promise<void> {
  const asked = simulator.journal.filter(({ method, address }) => method === 'POST' && isCreation(address))
  const creations = asked.filter(({ status }) => status !== TURNED_AWAY)
  const sent: Row[] = await bridge.database.db('journal').where({ direction: 'out', outcome: 'sent' })
  expect(creations.length, 'V4: every creation has its journal entry').toBeLessThanOrEqual(sent.length)
  expect(asked.length - creations.length, 'V4: an entry is turned away once at most').toBeLessThanOrEqual(sent.length)
}

function isCreation(address: string): boolean {
  const path = decodeURIComponent(address.split('?')[0] ?? '')
  return /\/(Catalog|Document)_[^/()]+$/.test(path)
}
