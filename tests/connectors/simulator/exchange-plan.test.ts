// The durable channel of changes: items 55 and 56 of the conformance checklist, over a real socket.
import { describe, expect, it } from 'vitest'
import type { ODataWorld } from './odata-world.ts'
import { codeOf, odataWorlds, rowsIn } from './odata-world.ts'
import type { Reply } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const BUYERS = 'Catalog_Контрагенты'
const PLAN = 'ExchangePlan_ЗвеноОбмен'

const world = odataWorlds()

interface PlanWorld extends ODataWorld {
  node: string
  select: (messageNo: number, how?: { atom?: boolean; more?: string }) => Promise<Reply>
  acknowledge: (messageNo: number) => Promise<Reply>
}

/** A node whose first package, the whole base, has been received as message 1. */
async function planWorld(knobs = {}): Promise<PlanWorld> {
  const made = await world(knobs)
  const node = String(
    (await made.ask(PLAN, { method: 'POST', body: { Code: 'ZVENO', Description: 'Звено' } })).json['Ref_Key'],
  )
  const point = (messageNo: number) =>
    `DataExchangePoint='${made.simulator.rootUrl}/${PLAN}(guid'${node}')'&MessageNo=${messageNo}`
  const plan: PlanWorld = {
    ...made,
    node,
    select: (messageNo, { atom = false, more = '' } = {}) =>
      made.ask(`SelectChanges?${point(messageNo)}${more}`, { method: 'POST', atom }),
    acknowledge: (messageNo) => made.ask(`NotifyChangesReceived?${point(messageNo)}`, { method: 'POST', atom: true }),
  }
  await plan.select(1)
  await plan.acknowledge(1)
  return plan
}

/** `set` of each item of a JSON package with its comment or name. */
function packed(reply: Reply): string[] {
  return rowsIn(reply).map((item) => String(item['Комментарий'] || item['Description'] || item['odata.type']))
}

function recordSets(reply: Reply): unknown[] {
  return rowsIn(reply).flatMap((item) => (item['RecordSet'] ? [item['RecordSet']] : []))
}

describe('#55 A package of changes', () => {
  it('of a new node is the whole base', async () => {
    const made = await world()
    const node = String((await made.ask(PLAN, { method: 'POST', body: { Code: 'ZVENO' } })).json['Ref_Key'])

    const reply = await made.ask(
      `SelectChanges?DataExchangePoint='${made.simulator.rootUrl}/${PLAN}(guid'${node}')'&MessageNo=1`,
      { method: 'POST' },
    )

    expect(packed(reply)).toContain('Ромашка ООО')
  })

  it('is repeated until it is acknowledged, together with what came since', async () => {
    const { books, select, acknowledge } = await planWorld()
    books.invoice({ Комментарий: 'one' })

    const first = await select(2)
    books.invoice({ Комментарий: 'two' })
    const again = await select(2)
    const done = await acknowledge(2)
    const nothing = await select(3)

    expect([packed(first), packed(again), packed(nothing)]).toEqual([['one'], ['one', 'two'], []])
    expect([done.status, done.text]).toEqual([200, ''])
  })

  it('keeps an object that changed again after it was selected', async () => {
    const { books, select, acknowledge } = await planWorld()
    const bill = books.invoice({ Комментарий: 'sent' })
    await select(2)

    books.ledger.change(INVOICE, bill.key, { Комментарий: 'changed since' })
    await acknowledge(2)

    expect(packed(await select(3))).toEqual(['changed since'])
  })

  it('keeps the number under which an object was first selected', async () => {
    const { books, select, acknowledge } = await planWorld()
    books.invoice({ Комментарий: 'in the second' })
    await select(2)
    books.invoice({ Комментарий: 'in the third' })
    await select(3)

    await acknowledge(2)

    expect(packed(await select(4))).toEqual(['in the third'])
  })

  it('#56 brings an object that was saved without any change', async () => {
    const { books, ask, select } = await planWorld()

    await ask(`${BUYERS}(guid'${books.buyer}')`, { method: 'PATCH', body: {} })

    expect(packed(await select(2))).toEqual(['Ромашка ООО'])
  })

  it('ignores $top and leaves out what is not published', async () => {
    const { books, select, simulator } = await planWorld()
    books.invoice({ Комментарий: 'one' })
    books.invoice({ Комментарий: 'two' })
    books.ledger.change(BUYERS, books.buyer, {})
    simulator.settings.composition = [INVOICE, PLAN]

    expect(packed(await select(2, { more: '&$top=1' }))).toEqual(['one', 'two'])
  })

  it('tells of physical deletion in Atom and keeps silent about it in JSON', async () => {
    const { books, select, simulator } = await planWorld()
    const bill = books.invoice({})
    books.ledger.remove(INVOICE, bill.key)

    const atom = await select(2, { atom: true })
    const json = await select(2)

    expect(atom.headers.get('content-type')).toBe('application/atom+xml;type=feed;charset=utf-8')
    expect(atom.text).toContain(`<at:deleted-entry ref="${simulator.rootUrl}/${INVOICE}(guid'${bill.key}')"`)
    expect(rowsIn(json)).toEqual([])
  })

  it('shows the rows of a payment register, and its emptiness after unposting', async () => {
    const { books, select, acknowledge } = await planWorld()
    const payment = books.receipt({ pays: books.invoice({}), sum: 400 })
    books.ledger.post(payment.set, payment.key)

    const posted = await select(2)
    await acknowledge(2)
    books.ledger.unpost(payment.set, payment.key)

    expect(recordSets(posted)).toMatchObject([[{ Сумма: 400 }]])
    expect(recordSets(await select(3))).toEqual([[]])
  })
})

describe('#55 Message numbers', () => {
  it('grow with the node and never go back', async () => {
    const { ask, node, select, acknowledge } = await planWorld()
    await select(5)
    await acknowledge(5)

    const numbers = await ask(`${PLAN}(guid'${node}')`)
    const lower = await select(5)

    expect(numbers.json).toMatchObject({ SentNo: '5', ReceivedNo: '5' })
    expect([lower.status, codeOf(lower)]).toEqual([500, '-1'])
  })

  it.each([
    ['no number', "DataExchangePoint='NODE'", 400, '12'],
    ['no node', 'MessageNo=2', 400, '12'],
    [
      'a node that is not there',
      `DataExchangePoint='ROOT/${PLAN}(guid'00000018-2e00-11ef-8a00-00000000dead')'&MessageNo=2`,
      404,
      '9',
    ],
    ['an address that is no node', "DataExchangePoint='что-то'&MessageNo=2", 400, '2'],
  ])('are refused with %s', async (_case, query, status, code) => {
    const { ask, node, simulator } = await planWorld()
    const address = `${simulator.rootUrl}/${PLAN}(guid'${node}')`

    const reply = await ask(`SelectChanges?${query.replace('NODE', address).replace('ROOT', simulator.rootUrl)}`, {
      method: 'POST',
    })

    expect([reply.status, codeOf(reply)]).toEqual([status, code])
  })
})
