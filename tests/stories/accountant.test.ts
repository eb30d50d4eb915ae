/** Elena's day as far as it meets the manager's: steps of the scenarios. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from '../store/databases.ts'
import { holdInvariants } from '../invariants.ts'
import { world, type World } from '../world.ts'

let here: World

onEachDatabase("The accountant's day", (place) => {
  beforeAll(async () => {
    here = await world({ databaseUrl: (await place.reserve()).url })
  }, 60_000)
  afterEach(() => holdInvariants(here))
  afterAll(() => here.close())

  it('A-12 (F40): an invoice marked for deletion shows so, leaves the debt, and returns when unmarked', async () => {
    const before = await debt()
    here.accounting.mark('ТЕЛ0-000119', true)
    await here.work()
    const marked = await find('119')
    const without = await debt()
    here.accounting.mark('ТЕЛ0-000119', false)
    await here.work()

    expect(marked?.state).toBe('marked')
    expect(before - without).toBe(48_500_00)
    expect((await find('119'))?.state).toBe('issued')
    expect(await debt()).toBe(before)
    expect(here.accounting.ours()).toHaveLength(0)
  })

  it('A-13 (P13): a renumbered invoice stays the same invoice, and its old number still finds it', async () => {
    const before = await find('121')
    here.accounting.renumber('ТЕЛ0-000121', 'ТЕЛ0-0121/1')
    await here.work()
    const byOld = await here.pavel.do('GET /api/invoices', { query: { search: '000121', state: 'all' } })

    expect(byOld.items.map(({ id }) => id)).toContain(before?.id)
    const page = await here.pavel.do('GET /api/invoices/:id', { id: before?.id ?? '' })
    expect(page.invoice).toMatchObject({ number: 'ТЕЛ0-0121/1', formerNumbers: ['ТЕЛ0-000121'] })
  })

  it('A-13: a payment that quotes the old number and names the document lies on it', async () => {
    const invoice = await find('0121/1')
    here.accounting.receive([['ТЕЛ0-0121/1', 10_000]], { payer: 'K2branch', purpose: 'оплата по счету 121' })
    await here.work()

    const page = await here.pavel.do('GET /api/invoices/:id', { id: invoice?.id ?? '' })
    expect(page.invoice).toMatchObject({ state: 'part-paid', paidMinor: 10_000_00 })
    expect(page.payments[0]?.facts).toMatchObject({ purpose: 'оплата по счету 121' })
  })

  it('F49 (I11): a receipt that is unposted again takes its money back', async () => {
    const key = here.accounting.receive([['ТЕЛ0-000119', 48_500]])
    await here.work()
    const paid = await find('119')
    here.accounting.unpostReceipt(key)
    await here.work()

    expect(paid?.state).toBe('paid')
    expect(await find('119')).toMatchObject({ state: 'issued', paidMinor: 0 })
  })
})

/** Elena sees every invoice; the latest of a number comes first. */
async function find(search: string) {
  const { items } = await here.elena.do('GET /api/invoices', { query: { search, state: 'all' } })
  return items.toSorted((a, b) => b.date.localeCompare(a.date))[0]
}

async function debt(): Promise<number> {
  const { items } = await here.elena.do('GET /api/clients', { query: { search: 'Ромашка' } })
  return items[0]?.debtMinor ?? 0
}
