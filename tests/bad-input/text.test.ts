/** Text that gets lost easily - emoji, blanks and marks that nobody sees, long text - on its way into the base and back. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FieldType } from '../../connectors/simulator/base/model.ts'
import { say } from '../../bridge/words/say.ts'
import { world, type World } from '../world.ts'
import { refused } from './refusals.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
/** A joined family, a blank that does not break, a text turned round and back, an accent of its own, an astral letter, quotes. */
const TRAPS = '👩‍👩‍👧 10\u00A0000\u202F₽ \u202Eнаоборот\u202C \u200Fש\u200E e\u0301 𝔸 "«„'

let here: World
beforeAll(async () => {
  here = await world()
})
const mending: (() => void)[] = []
afterEach(() => {
  for (const mend of mending.splice(0)) mend()
})
afterAll(() => here.close())

/** A deal of Romashka, ready to issue, with this title and this text in its only line. */
async function dealWith(title: string, text: string): Promise<{ id: string; version: number }> {
  const { items } = await here.anna.do('GET /api/clients', { query: { search: 'Ромашка' } })
  const client = await here.anna.do('GET /api/clients/:id', { id: items[0]?.id ?? '' })
  const sample = await here.anna.do('GET /api/deals/:id', { id: client.deals.at(-1)?.id ?? '' })
  const { id } = await here.anna.do('POST /api/clients/:id/deals', {
    id: client.client.id,
    body: { title, cause: 'письмо' },
  })
  const { counterpartyId, organisationId, contractId } = sample.deal
  const opened = await here.anna.do('GET /api/deals/:id', { id })
  const chosen = await here.anna.do('PATCH /api/deals/:id', {
    id,
    body: { version: opened.deal.version, counterpartyId, organisationId, contractId },
  })
  const productId = sample.lines.find((line) => line.productId !== null)?.productId ?? null
  const lines = [{ productId, text, quantityMilli: 1000, priceMinor: 100_00 }]
  return (await here.anna.do('PUT /api/deals/:id/lines', { id, body: { version: chosen.version, lines } })).deal
}

async function issue({ id, version }: { id: string; version: number }) {
  const invoice = await here.anna.do('POST /api/deals/:id/invoices', { id, key: id, body: { version } })
  await here.work()
  return here.anna.do('GET /api/invoices/:id', { id: invoice.id })
}

const inBase = () => here.accounting.ours().at(-1)

/** The base keeps only so many signs of a text, as a configuration of another age does. */
function shorten(field: { name: string; type: FieldType } | undefined, length: number): void {
  if (!field) throw new Error('the base has no such field')
  const { type } = field
  field.type = { is: 'text', length }
  mending.push(() => void (field.type = type))
}

const invoiceType = () => {
  const found = here.simulator.base.profile.objects.find(({ name }) => name === 'СчетНаОплатуПокупателю')
  if (found?.class !== 'Document') throw new Error('no invoices in the base')
  return found
}

describe('Text on its way into the base and back', () => {
  it('(issue 2, bad input: text traps through the title) arrives in the base and comes back sign by sign', async () => {
    const deal = await dealWith(TRAPS, `Строка ${TRAPS}`)

    const page = await issue(deal)

    expect(page.invoice.state).toBe('issued')
    expect(String(inBase()?.fields['Комментарий'])).toMatch(/^zveno:[0-9a-f-]{36} /)
    expect(String(inBase()?.fields['Комментарий']).slice('zveno:'.length + 37)).toBe(TRAPS)
    expect(inBase()?.rows['Товары']?.[0]?.['Содержание']).toBe(`Строка ${TRAPS}`)
    expect((await here.anna.do('GET /api/deals/:id', { id: deal.id })).deal.title).toBe(TRAPS)
    const { db } = here.bridge.database
    const row = (await db('invoices').where('uuid', page.invoice.id).first()) as { id: number; comment: string }
    expect(row.comment).toBe(inBase()?.fields['Комментарий'])
    expect(await db('invoice_lines').where('invoice_id', row.id).pluck('text')).toEqual([`Строка ${TRAPS}`])
  })

  it('(issue 2, bad input: 1,024 characters) are refused where they do not fit, and arrive whole where they do', async () => {
    const { items } = await here.anna.do('GET /api/clients', { query: { search: 'Ромашка' } })
    const open = `POST /api/clients/${items[0]?.id}/deals`
    const long = await refused(here, here.anna)(open, { body: { title: 'я'.repeat(1024), cause: '' } })
    const emoji = await refused(here, here.anna)(open, { body: { title: '🙂'.repeat(151), cause: '' } })
    const deal = await dealWith('я'.repeat(300), `${'я'.repeat(998)}🙂`)
    const lines = [{ productId: null, text: 'я'.repeat(1024), quantityMilli: 1000, priceMinor: 1 }]
    const line = await refused(here, here.anna)(`PUT /api/deals/${deal.id}/lines`, {
      body: { version: deal.version, lines },
    })

    const page = await issue(deal)

    for (const refusal of [long, emoji])
      expect(refusal).toMatchObject({ code: 'input.too-long', field: 'title', facts: { limit: 300 } })
    expect(long.ru).toBe('Слишком длинно: не больше 300 знаков. Сократите.')
    expect(long.en).toBe('Too long: at most 300 characters. Shorten it.')
    expect(line).toMatchObject({ code: 'input.too-long', field: 'lines.0.text', facts: { limit: 1000 } })
    expect(page.invoice.state).toBe('issued')
    expect(String(inBase()?.fields['Комментарий']).endsWith(` ${'я'.repeat(300)}`)).toBe(true)
    expect(inBase()?.rows['Товары']?.[0]?.['Содержание']).toBe(`${'я'.repeat(998)}🙂`)
  })

  it('(issue 2, bad input: text that the base cuts in silence) is seen, named, and not posted before a person accepts', async () => {
    shorten(
      invoiceType().fields.find(({ name }) => name === 'Комментарий'),
      100,
    )
    const rows = invoiceType().sections.find(({ name }) => name === 'Товары')
    shorten(
      rows?.fields.find(({ name }) => name === 'Содержание'),
      50,
    )

    const page = await issue(await dealWith('ж'.repeat(200), '👩‍👩‍👧'.repeat(20)))
    const [trouble] = (await here.elena.do('GET /api/troubles')).items

    expect(page.invoice.state).toBe('refused')
    expect(inBase()?.fields['Posted']).toBe(false)
    expect(trouble).toMatchObject({ code: 'base.stored-differently', answers: ['accept', 'retry'] })
    const facts = trouble?.facts ?? {}
    expect(facts['fields']).toBe('Комментарий, Товары[1].Содержание')
    expect(say('ru', 'reason.base.stored-differently', facts)).toBe(
      '1С сохранила не то, что отправлено (поля: Комментарий, Товары[1].Содержание). Сравните и решите, принять ли это.',
    )
    expect(say('en', 'reason.base.stored-differently', facts)).toBe(
      '1C stored something else than was sent (fields: Комментарий, Товары[1].Содержание). Compare, and decide whether to accept it.',
    )

    await here.elena.do('POST /api/troubles/:id/answer', { id: trouble?.id ?? '', body: { answer: 'accept' } })
    await here.work()
    expect((await here.anna.do('GET /api/invoices/:id', { id: page.invoice.id })).invoice.state).toBe('issued')
  })

  it('that the accountant writes, 1,024 signs of it, is kept whole', async () => {
    const comment = TRAPS.repeat(24).padEnd(1024, 'я')
    const key = here.accounting.invoice('ТЕЛ0-000121').key
    here.simulator.ledger.change(INVOICE, key, { Комментарий: comment }, { by: 'Кузнецова' })

    await here.work()

    const kept = (await here.bridge.database.db('invoices').where({ comment }).select('number')) as object[]
    expect(kept).toMatchObject([{ number: 'ТЕЛ0-000121' }])
  })
})

describe('Text that is broken before it arrives', () => {
  it.each([
    ['half of an emoji', '{"name": "\\ud83d"}', 'request.bad-encoding'],
    ['the other half', '{"name": "x\\ude00"}', 'request.bad-encoding'],
    ['halves in the wrong order', '{"name": "\\ude00\\ud83d"}', 'request.bad-encoding'],
    ['a bell', '{"name": "a\\u0007b"}', 'request.bad-character'],
    ['a backspace', '{"name": "a\\bb"}', 'request.bad-character'],
    ['nothing at all', '{"name": "a\\u0000b"}', 'request.bad-character'],
  ])('is refused instead of being stored as something else: %s', async (_name, body, code) => {
    expect(await refused(here, here.anna)('POST /api/clients', { body })).toMatchObject({ status: 400, code })
  })

  it('(issue 2, bad input: text in another encoding) is refused instead of being stored as question marks', async () => {
    // «Ромашка» in windows-1251.
    const name = [0xd0, 0xee, 0xec, 0xe0, 0xf8, 0xea, 0xe0]
    const body = Uint8Array.from([...Buffer.from('{"name":"'), ...name, ...Buffer.from('"}')])

    const refusal = await refused(here, here.anna)('POST /api/clients', { body })

    expect(refusal).toMatchObject({ status: 400, code: 'request.bad-encoding' })
    expect(refusal.ru).toBe(
      'Текст запроса испорчен: это не UTF-8 или от знака осталась половина. Запишите его в UTF-8 и отправьте ещё раз.',
    )
    expect(refusal.en).toBe(
      'The text of the request is broken: it is not UTF-8, or half of a character is missing. Write it in UTF-8 and send it again.',
    )
  })

  it.each(['\\ud83d\\ude00', '\\\\ud83d', '\\\\b', '\\n\\ty', 'C:\\\\backup'])(
    'and text that only looks so is kept: %s',
    async (written) => {
      const body = `{"name":"x${written}"}`

      const answer = await here.anna.raw('POST', '/api/clients', { body })

      expect(answer.status).toBe(201)
      expect(((await answer.json()) as { name: string }).name).toBe((JSON.parse(body) as { name: string }).name)
    },
  )
})
