/** a counterparty arrives from the CRM while accounting has two cards of the same INN. A person says which it is; nothing is merged. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCounterparty } from '../../bridge/actions/add-counterparty.ts'
import { answerTrouble } from '../../bridge/actions/answer-trouble.ts'
import { createClient } from '../../bridge/actions/create-client.ts'
import { clientCard } from '../../bridge/reports/client-card.ts'
import { counterpartyList } from '../../bridge/reports/references.ts'
import { troubles } from '../../bridge/reports/troubles.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { contextOf } from './both-sides.ts'
import { askForDocuments, readyDeal } from './order.ts'
import { workshop, type Workshop } from './workshop.ts'

const SET = 'Catalog_Контрагенты'
const ELENA = { by: 'Кузнецова' }
const TAX_NUMBER = '7702000004'

let here: Workshop
let anna: Context
let elena: Context
let engine: Engine
let client = ''
let before = 0
beforeAll(async () => {
  here = await workshop()
  anna = await contextOf(here, 'ivanova')
  elena = await contextOf(here, 'kuznetsova')
  engine = here.engineOf()
  before = inBase().length
  client = await createClient(anna, { name: 'К4' })
  const payer = { name: 'К4 ООО', taxNumber: TAX_NUMBER, reasonCode: '770101001' }
  const counterparty = await addCounterparty(anna, client, payer)
  const first = addThere('К4')
  addThere('К4 (старый)')
  here.accounting.receive([['', 700]], { payer: { key: first } })
  const ready = await readyDeal(anna, 1, { known: { deal: '', client, counterparty, taxNumber: TAX_NUMBER } })
  await askForDocuments(anna, ready, 1)
  await engine.once()
}, 60_000)
afterAll(async () => {
  await engine.stop()
  await here.close()
})

const inBase = () => [...here.simulator.base.all(SET)]

function addThere(name: string): string {
  const card = { Description: name, НаименованиеПолное: name, ИНН: TAX_NUMBER, КПП: '770101001' }
  const legal = { ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' }
  return here.simulator.ledger.create(SET, { ...card, ...legal }, ELENA).key
}

const which = async () => (await troubles(elena, {})).items.find(({ code }) => code === 'counterparty.candidates')

describe('A-5: a counterparty of the CRM of which accounting has two cards', () => {
  it('is asked about once, the cards beside each other with the documents of each', async () => {
    await engine.once()
    here.clock.tick(70_000)
    await engine.once()
    const { items } = await troubles(elena, {})

    expect(items.filter(({ code }) => code === 'counterparty.candidates')).toHaveLength(1)
    expect(await which()).toMatchObject({
      facts: { name: 'К4 ООО', taxNumber: TAX_NUMBER },
      answers: ['pick', 'own'],
      candidates: [
        { name: 'К4', payments: 1, invoices: 0 },
        { name: 'К4 (старый)', payments: 0, invoices: 0 },
      ],
    })
  })

  it('does not get into the base as a third card while nobody has decided', () => {
    expect(inBase().length - before).toBe(2)
  })

  it('cannot be answered with a card that was not offered, and then nothing changes', async () => {
    const trouble = await which()
    const pick = { choice: '00000000-0000-4000-8000-000000000000' }

    await expect(answerTrouble(elena, { troubleId: trouble?.id ?? '', answer: 'pick', pick })).rejects.toMatchObject({
      code: 'trouble.wrong-choice',
    })

    expect(await which()).toEqual(trouble)
  })

  it('is the first card from then on, the second its alias: one client here, nothing merged there', async () => {
    const cards = JSON.stringify(inBase())
    const trouble = await which()
    const [first, second] = trouble?.candidates ?? []
    const pick = { choice: first?.id ?? '', aliases: [second?.id ?? ''] }
    await answerTrouble(elena, { troubleId: trouble?.id ?? '', answer: 'pick', pick })
    here.accounting.receive([['', 300]], { payer: { key: keyOf('К4 (старый)') } })
    await here.rest(engine)

    const card = await clientCard(elena, client)
    const found = await counterpartyList(elena, { search: TAX_NUMBER })

    expect(await which()).toBeUndefined()
    expect(card.counterparties).toMatchObject([{ name: 'К4', aliases: [{ name: 'К4 (старый)' }] }])
    expect(card.counterparties[0]?.money.advanceMinor).toBe(1_000_00)
    expect(found.items.map(({ name }) => name)).toEqual(['К4'])
    expect(JSON.stringify(inBase())).toBe(cards)
  })

  it('lets the documents that were begun here go out under the first card', () => {
    const [invoice] = here.accounting.ours()

    expect(invoice?.fields['Контрагент_Key']).toBe(keyOf('К4'))
    expect(inBase().length - before).toBe(2)
  })
})

function keyOf(name: string): string {
  return inBase().find(({ fields }) => fields['Description'] === name)?.key ?? ''
}
