/** The deal inside the accounting program: steps A-1 and V6 of the scenarios (F74, S1), through the real API on every database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoKeys } from '../../connectors/simulator/worlds/demo-keys.ts'
import { panelHost, type Host } from '../panel.ts'
import { onEachDatabase } from '../store/databases.ts'
import { world, type World } from '../world.ts'

let here: World
let host: Host
/** Number and key of the invoice that Anna has issued. */
let issued = { number: '', key: '' }

const POISON = 'ТОЛЬКО-ДЛЯ-МЕНЕДЖЕРА'

onEachDatabase('The panel in the accounting program', (place) => {
  beforeAll(async () => {
    here = await world({ databaseUrl: (await place.reserve()).url })
    host = await panelHost(here)
    await issue('Ромашка')
  }, 60_000)
  afterAll(() => here.close())

  it('A-1 (F74, S1): an invoice shows its deal, who leads it, what was agreed and what is left to pay', async () => {
    here.accounting.receive([[issued.number, 100_000]], { purpose: `по счету ${issued.number}` })
    await here.work()

    const shown = await host.shown({ noun: 'invoice', key: issued.key.toUpperCase() })

    expect(shown).toMatchObject({ known: true, base: 'buh', title: issued.number, client: 'Ромашка' })
    expect(shown.deals).toMatchObject([
      {
        title: 'АТС для колл-центра',
        managerName: 'Анна Иванова',
        stageName: 'Ожидание доплаты',
        cause: 'семинар, осень',
      },
    ])
    expect(shown.agreed).toMatchObject({ totalMinor: 163_500_01 })
    expect(shown.agreed?.lines.map(({ sumMinor }) => sumMinor)).toEqual([99_999_99, 48_500_00, 15_000_02])
    expect(shown.agreed?.contractName).not.toBe('')
    expect(shown.money).toMatchObject({ invoicedMinor: 163_500_01, paidMinor: 100_000_00, remainderMinor: 63_500_01 })
    expect(shown.money?.asOf).toBeTruthy()
    expect(shown.payments).toMatchObject([{ amountMinor: 100_000_00 }])
  })

  it('A-1: "why this document" names who asked for it, when, and by which version of the rules', async () => {
    const { why } = await host.shown({ noun: 'invoice', key: issued.key })
    const known: { version: string }[] = await here.bridge.database
      .db('mapping_versions')
      .where('noun', 'invoice')
      .select('version')

    expect(why?.asked).toMatchObject({ by: 'Анна Иванова', mapping: { file: 'bp30/invoice.json' } })
    expect(known.map(({ version }) => version)).toContain(why?.asked?.mapping?.version)
    expect(why?.read).toMatchObject({ mapping: { file: 'bp30/invoice.json' } })
    expect(why?.read?.version).not.toBe('')
  })

  it('A-1: what the accountant has changed stands there until the manager has accepted it', async () => {
    here.accounting.reprice(issued.number, 2, 46_075)
    await here.work()
    const waiting = (await host.shown({ noun: 'invoice', key: issued.key })).changes
    const { items } = await here.anna.do('GET /api/invoices', { query: { search: issued.number, state: 'all' } })
    await here.anna.do('POST /api/invoices/:id/accept', { id: items[0]?.id ?? '', body: { takeIntoDeal: true } })
    const { changes, agreed } = await host.shown({ noun: 'invoice', key: issued.key })

    expect(waiting).toMatchObject({ accepted: false })
    expect(waiting?.items).toContainEqual({ line: 2, field: 'price', before: '48500.00', after: '46075.00' })
    expect(changes).toMatchObject({ accepted: true })
    expect(agreed?.totalMinor).toBe(161_075_01)
  })

  it('A-1: a document that nobody of ours has asked for says so', async () => {
    const { key } = here.accounting.invoice('ТЕЛ0-000119')

    const shown = await host.shown({ noun: 'invoice', key })

    expect(shown).toMatchObject({ known: true, deals: [], agreed: null, why: { asked: null } })
    expect(shown.why?.read).not.toBeNull()
  })

  it('A-1: a counterparty shows the open deals of its client, its debt and its advance', async () => {
    const shown = await host.shown({ noun: 'counterparty', key: demoKeys.counterparties.K1 })

    expect(shown).toMatchObject({ known: true, client: 'Ромашка' })
    expect(shown.deals.map(({ title }) => title)).toEqual(['АТС для колл-центра'])
    expect(shown.money).toMatchObject({ advanceMinor: 12_000_00 })
    expect(shown.money?.remainderMinor).toBe(shown.invoices.reduce((sum, one) => sum + one.remainderMinor, 0))
  })

  it('A-1: a bank receipt shows the invoices that its money lies on, and their deals', async () => {
    const key = here.accounting.receive([[issued.number, 1_000]], { purpose: 'доплата' })
    await here.work()

    const shown = await host.shown({ noun: 'bank-receipt', key })

    expect(shown.invoices.map(({ number }) => number)).toEqual([issued.number])
    expect(shown.deals.map(({ title }) => title)).toEqual(['АТС для колл-центра'])
    expect(shown.money).toMatchObject({ invoicedMinor: 1_000_00, paidMinor: 1_000_00, advanceMinor: 0 })
  })

  it('A-1: a record that the CRM has not read yet is no failure', async () => {
    const shown = await host.shown({ noun: 'invoice', key: randomUUID() })

    expect(shown).toMatchObject({ known: false, deals: [], money: null, why: null })
  })

  it('V6 (I13): nothing that is for managers alone stands in it', async () => {
    const { db } = here.bridge.database
    await db('clients').update({ note: POISON, profile: POISON, phone: POISON, email: POISON, address: POISON })
    await db('contacts').update({ name: POISON, phone: POISON, email: POISON, position: POISON })
    await db('deal_events').update({ facts: JSON.stringify({ reason: POISON }) })

    for (const wanted of [
      { noun: 'invoice', key: issued.key } as const,
      { noun: 'counterparty', key: demoKeys.counterparties.K1 } as const,
    ]) {
      const shown = await host.shown(wanted)
      expect(shown.deals).toHaveLength(1)
      expect(JSON.stringify(shown)).not.toContain(POISON)
    }
  })

  it('V6: each panel reads the record of its own ticket, whatever its page asks for', async () => {
    const { key } = here.accounting.invoice('ТЕЛ0-000119')
    const opened = (await (await host.open(await host.ticket({ noun: 'invoice', key }))).json()) as { token: string }
    const other = `?noun=invoice&key=${issued.key}`

    const answer = await fetch(`${here.web.url}/api/panel/context${other}`, {
      headers: { authorization: `Bearer ${opened.token}` },
    })

    expect(await answer.json()).toMatchObject({ title: 'ТЕЛ0-000119' })
  })

  it('F74: of six who show one ticket at the same moment, one opens the panel', async () => {
    const given = await host.ticket({ noun: 'invoice', key: issued.key })

    const answers = await Promise.all(Array.from({ length: 6 }, () => host.open(given)))

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })
})

async function issue(client: string): Promise<void> {
  const { items } = await here.anna.do('GET /api/clients', { query: { search: client } })
  const { deals } = await here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
  const { deal } = await here.anna.do('GET /api/deals/:id', { id: deals[0]?.id ?? '' })
  const body = { version: deal.version }
  await here.anna.do('POST /api/deals/:id/invoices', { id: deal.id, body, key: randomUUID() })
  await here.work()
  const [document] = here.accounting.ours()
  issued = { number: String(document?.fields['Number']), key: document?.key ?? '' }
}
