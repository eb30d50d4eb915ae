/** The accounting base goes back to an older copy while Zveno goes on: it is noticed, a person confirms, nothing is made up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { site, type Running, type Site } from './site.ts'

let here: Site

beforeEach(async () => {
  here = await site()
}, 60_000)
afterEach(() => here.close())

describe('A base put back from a copy', () => {
  it('stops the exchange; read anew, what it lost is shown as gone and is not issued again by itself', async () => {
    const zveno = await here.start('zveno')
    const kept = await zveno.order()
    await zveno.rest()
    await here.accounting.control('POST', 'backups', { name: 'monday' })
    const lost = await zveno.order()
    await zveno.rest()
    here.accounting.receive([[String((await zveno.invoice(lost.invoice))['number']), 500]])
    await zveno.engine.once()
    await here.accounting.control('POST', 'backups/restore', { name: 'monday' })
    await zveno.engine.once()
    const asked = await zveno.questions()
    const waiting = await zveno.order()
    const heard = here.heard()
    await zveno.engine.once()
    const silent = here.heard() - heard
    await zveno.answer('start-anew')
    await zveno.rest()

    expect([asked, silent]).toEqual([['base.other-base'], 0])
    expect(await zveno.invoice(kept.invoice)).toMatchObject({ state: 'issued' })
    expect(await zveno.invoice(lost.invoice)).toMatchObject({ state: 'gone', paid_minor: 0 })
    expect(await zveno.invoice(waiting.invoice)).toMatchObject({ state: 'issued' })
    expect(here.accounting.ours()).toHaveLength(2)
    expect(await allocatedTo(zveno, lost.invoice)).toBe(0)
  }, 60_000)
})

async function allocatedTo({ bridge }: Running, invoice: string): Promise<number> {
  const { db } = bridge.database
  const its = db('invoices').where('uuid', invoice).select('id')
  return (await db('allocations').whereIn('invoice_id', its).pluck('id')).length
}
