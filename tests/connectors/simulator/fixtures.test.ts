// What the simulator answers to writes, beside the answers that are kept from the documentation of live bases.
import { describe, expect, it } from 'vitest'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import type { ODataWorld } from './odata-world.ts'
import { odataWorlds, rowsIn } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'

const emptyWorld = odataWorlds()

function kept(name: string): Record<string, unknown> {
  return JSON.parse(fixture(`1c-odata/${name}`).replace('\uFEFF', '')) as Record<string, unknown>
}

/** The firm of the fixtures, its account, buyer and contract. */
async function world(): Promise<ODataWorld> {
  const made = await emptyWorld()
  const { ledger } = made.books
  const request = kept('bp-schet-create.request.json')
  ledger.create('Catalog_Организации', {
    Ref_Key: request['Организация_Key'],
    Префикс: 'ЗВ',
    Description: 'Звено-Тест ООО',
  })
  ledger.create('Catalog_Контрагенты', { Ref_Key: request['Контрагент_Key'], Description: 'Ромашка ООО' })
  ledger.create('Catalog_ДоговорыКонтрагентов', {
    Ref_Key: request['ДоговорКонтрагента_Key'],
    Owner_Key: request['Контрагент_Key'],
  })
  return made
}

/** Without what the server chose by chance, the address of the server and the links that depend on the world. */
function essence(body: Record<string, unknown>): Record<string, unknown> {
  const chosen = ['DataVersion', 'Number', 'СсылочныйИдентификатор', 'odata.metadata']
  return Object.fromEntries(Object.entries(body).filter(([name]) => !chosen.includes(name) && !name.includes('@')))
}

describe.skipIf(!fixturesPresent)('The kept examples (skipped when the folder of fixtures is absent)', () => {
  it('#38 an invoice is answered property by property as in the example', async () => {
    const { ask } = await world()

    const reply = await ask(INVOICE, { method: 'POST', body: kept('bp-schet-create.request.json') })

    expect(essence(reply.json)).toEqual(essence(kept('bp-schet-create.response.json')))
  })

  it('#39 #41 #48 refusals have the codes and texts of the examples', async () => {
    const { ask } = await world()
    const body = kept('bp-schet-create.request.json')
    await ask(INVOICE, { method: 'POST', body })

    const duplicate = await ask(INVOICE, { method: 'POST', body })
    const badGuid = await ask(INVOICE, { method: 'POST', body: { Склад_Key: 'не-guid' } })
    const tabular = await ask(`${INVOICE}_Товары`, { method: 'POST', body: {} })

    expect(duplicate.json).toEqual(kept('errors/400-code15-duplicate-key.json'))
    expect(badGuid.json).toEqual(kept('errors/400-code1-bad-guid.json'))
    expect(tabular.json).toEqual(kept('errors/400-code13-tabular-row.json'))
  })

  it('#50 a posted payment writes the record set, the record and the turnover of the examples', async () => {
    const { ask, books } = await world()
    await ask(INVOICE, { method: 'POST', body: kept('bp-schet-create.request.json') })
    const example = kept('bp-postuplenie-entity.json')
    const { Number: _number, ...payment } = example
    const body = Object.fromEntries(
      Object.entries(payment).filter(([name]) => !name.includes('@') && name !== 'odata.metadata'),
    )
    const key = String(example['Ref_Key'])

    await ask(RECEIPT, { method: 'POST', body })
    books.ledger.post(RECEIPT, key)
    const sets = await ask('AccumulationRegister_ОплатаСчетов')
    const records = await ask('AccumulationRegister_ОплатаСчетов_RecordType')
    const turnovers = await ask('AccumulationRegister_ОплатаСчетов/Turnovers?Dimensions=СчетНаОплату')

    expect(sets.json['value']).toEqual(kept('bp-oplataschetov-recordset.json')['value'])
    expect(rowsIn(records).map(essence)).toEqual(
      (kept('bp-oplataschetov-recordtype.json')['value'] as Record<string, unknown>[]).map(essence),
    )
    expect(turnovers.json['value']).toEqual(kept('bp-oplataschetov-turnovers.json')['value'])
    expect(String(turnovers.json['odata.metadata'])).toContain(
      '#Collection(StandardODATA.AccumulationRegister_ОплатаСчетов_Turnover)',
    )
  })

  it('the status of an invoice is set from outside as in the example', async () => {
    const { ask, books } = await world()
    const bill = books.invoice({})
    const key = { Организация_Key: books.firm, Документ: bill.key, Документ_Type: `StandardODATA.${INVOICE}` }
    books.ledger.createRecord('InformationRegister_СтатусыДокументов', key)

    const reply = await ask(
      `InformationRegister_СтатусыДокументов(Организация_Key=guid'${books.firm}', Документ='${bill.key}', Документ_Type='StandardODATA.${INVOICE}')`,
      { method: 'PATCH', body: kept('bp-statusy-patch.request.json') },
    )

    expect(reply.json).toMatchObject(kept('bp-statusy-patch.request.json'))
  })
})
