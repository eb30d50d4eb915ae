/** Odd numbers at every door of money and quantities: what a program sends, and what a base answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { say } from '../../bridge/words/say.ts'
import { world, type World } from '../world.ts'
import { mirror, type Mirror } from './mirror.ts'
import { refused } from './refusals.ts'

let here: World
let far: Mirror
beforeAll(async () => {
  here = await world()
  far = await mirror(here.simulator.rootUrl)
  await here.bridge.database.db('bases').update({ url: far.url })
  await here.work()
})
afterAll(async () => {
  await far.close()
  await here.close()
})

async function deal() {
  const { items } = await here.anna.do('GET /api/clients', { query: { search: 'Ромашка' } })
  const { deals } = await here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
  return here.anna.do('GET /api/deals/:id', { id: deals[0]?.id ?? '' })
}

/** One line whose price and quantity are written as given, JSON text. */
const body = (version: number, price: string, quantity: string) =>
  `{"version":${version},"lines":[{"productId":null,"text":"x","priceMinor":${price},"quantityMilli":${quantity}}]}`

const NOT_WHOLE = 'input.not-a-whole-number'
const TOO_LARGE = 'input.too-large'

describe('A number that a program sends', () => {
  it('(issue 2, bad input: odd numbers typed or sent) is refused at its field, as price and as quantity', async () => {
    const { deal: at } = await deal()
    const put = (price: string, quantity: string) =>
      refused(here, here.anna)(`PUT /api/deals/${at.id}/lines`, { body: body(at.version, price, quantity) })

    for (const [written, code] of [
      ['1e21', TOO_LARGE],
      ['9007199254740993', TOO_LARGE],
      ['1e400', TOO_LARGE],
      ['-1e400', 'input.too-small'],
      ['1e-7', NOT_WHOLE],
      ['100.5', NOT_WHOLE],
      ['"１"', NOT_WHOLE],
      ['"1e3"', NOT_WHOLE],
      ['"100"', NOT_WHOLE],
      ['null', NOT_WHOLE],
      ['true', NOT_WHOLE],
      ['-1', 'input.too-small'],
    ] as const) {
      expect(await put(written, '1000'), written).toMatchObject({ status: 400, code, field: 'lines.0.priceMinor' })
      expect(await put('100', written), written).toMatchObject({ status: 400, code, field: 'lines.0.quantityMilli' })
    }
    expect(await put('100', '-0')).toMatchObject({ code: 'input.too-small', field: 'lines.0.quantityMilli' })
  })

  it('that is minus nothing is nothing, and stays so', async () => {
    const { deal: at } = await deal()

    const answer = await here.anna.raw('PUT', `/api/deals/${at.id}/lines`, { body: body(at.version, '-0', '1000') })
    const [row] = (await here.bridge.database.db('deal_lines').where('text', 'x').select()) as { price_minor: number }[]

    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('"priceMinor":0')
    expect(Object.is(Number(row?.price_minor), 0)).toBe(true)
  })
})

describe('A number that a base answers', () => {
  const NUMBER = 'ТЕЛ0-000119'
  /** Of this year: the number was given last year too. */
  const invoice = async () => {
    const { db } = here.bridge.database
    return (await db('invoices').where('number', NUMBER).orderBy('date', 'desc').first()) as Record<string, unknown>
  }
  const asked = async () => (await here.dmitry.do('GET /api/troubles')).items

  /** The base now says `written` wherever it has said 77777.77. */
  async function round(written: string) {
    far.rewrite = (text) => text.replaceAll('77777.77', written)
    here.accounting.reprice(NUMBER, 1, 77_777.77)
    here.clock.tick(120_000)
    const [report] = await here.bridge.engine.once()
    return report?.received?.['invoice']
  }

  it.each(['1e21', '1e400', '9007199254740993', '70071992547409.93', '0.001', '"１"', '"1e3"', '"77 777,77"', 'true'])(
    'and that is no sum leaves the invoice as it was and asks a person: %s',
    async (written) => {
      const before = await invoice()

      const counted = await round(written)

      expect(counted).toMatchObject({ seen: 1, applied: 0, conflict: 1 })
      expect(await asked()).toMatchObject([{ code: 'record.unreadable' }])
      expect(await invoice()).toEqual(before)
    },
  )

  it('(issue 2, bad input: odd numbers from the base) are named with their field; read at last, the question is closed', async () => {
    const before = await invoice()

    await round('1e21')
    const [trouble] = await asked()
    const facts = trouble?.facts ?? {}
    const after = await invoice()
    await round('-0')

    expect(after).toEqual(before)
    expect(facts).toMatchObject({ field: 'СуммаДокумента' })
    expect(say('ru', 'reason.record.unreadable', facts)).toBe(
      'Запись из 1С не удалось прочитать: в поле «СуммаДокумента» не то, чего ждёт правило обмена. Остальные записи приняты. Проверьте поле с бухгалтером, правило — с интегратором.',
    )
    expect(say('en', 'reason.record.unreadable', facts)).toContain('Check the field with the accountant')
    expect(await asked()).toEqual([])
    expect((await invoice())['total_minor']).toBe(0)
  })
})
