/** A person asks what is kept about them, or wants it erased: what the head sees, does and has in hand afterwards (I15, F114). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAudit } from '../../bridge/store/audit.ts'
import type { Person } from '../person.ts'
import { contextOf, editHere } from '../sync/both-sides.ts'
import { world, type World } from '../world.ts'

const SHARED_PHONE = '+7 (000) 000-77-77'

let here: World
let lukin = ''
let romashka = ''
let smirnov = ''
beforeAll(async () => {
  here = await world({ bare: true })
  await here.work()
  lukin = await uuidOf('clients', 'Лукин Е. С.')
  romashka = await uuidOf('clients', 'Ромашка')
  smirnov = await uuidOf('contacts', 'Смирнов Игорь Олегович')
}, 60_000)
afterAll(() => here.close())

const db = () => here.bridge.database.db

async function uuidOf(table: string, name: string): Promise<string> {
  const row: { uuid: string } = await db()(table).where({ name }).first('uuid')
  return row.uuid
}

const preview = (id: string) => here.olga.do('GET /api/persons/:id/erasure', { id })
const persons = (id: string) => here.olga.do('GET /api/clients/:id/persons', { id })
const asked = (id: string, records: string[]) => ({ id, body: { reason: 'not-needed' as const, records } })
const erase = (id: string, records: string[]) => here.olga.do('POST /api/persons/:id/erase', asked(id, records))
const refused = async (who: Person, id: string, records: string[]) =>
  (await who.refused('POST /api/persons/:id/erase', asked(id, records))).code

describe('What is kept about a person (I15, F114)', () => {
  it('is handed out as one file, each piece with the base or the person it came from; the trail notes who took it', async () => {
    const anna = await contextOf(here, 'ivanova')
    await editHere(anna, await uuidOf('counterparties', 'Лукин Е. С. ИП'), { email: 'lukin@school.example' })
    await here.work()

    const body = await here.olga.do('POST /api/persons/:id/export', { id: lukin })

    expect(body).toMatchObject({ format: 'zveno.person/1', by: 'Ольга Сидорова', person: { noun: 'client' } })
    const [card, entity] = body.records
    expect(card?.values['name']).toBe('Лукин Е. С.')
    expect([entity?.from.base, entity?.values['tax_number']]).toEqual(['buh', '540600000298'])
    expect(body.edits[0]).toMatchObject({ field: 'email', ours: 'lukin@school.example', from: { who: 'Анна Иванова' } })
    expect(JSON.stringify(body.saidByBases)).toContain('Берёзовая')
    const noted = (await db()('audit').where('action', 'export-person').first()) as { subject: string; who: string }
    expect([noted.subject, noted.who]).toEqual([`client:${lukin}`, 'Ольга Сидорова'])
  })

  it('is seen whole only by the head of the department; a company has none', async () => {
    const manager = await here.anna.refused('POST /api/persons/:id/export', { id: lukin })
    const company = await here.olga.refused('GET /api/persons/:id/erasure', { id: romashka })

    expect([manager.code, company.code]).toEqual(['access.denied', 'person.is-company'])
  })
})

describe('The log of consents (F114)', () => {
  const note = (given: boolean, onDate: string, source: string) => ({ id: smirnov, body: { given, onDate, source } })

  it('says when and how each was given or withdrawn and who has noted it, newest first', async () => {
    await here.anna.do('POST /api/persons/:id/consents', note(true, '2026-11-02', 'анкета на выставке'))
    await here.anna.do('POST /api/persons/:id/consents', note(false, '2026-11-20', 'письмо от 20.11'))

    const line = (await persons(romashka)).items.find(({ id }) => id === smirnov)

    expect(line?.consents).toMatchObject([
      { given: false, onDate: '2026-11-20', source: 'письмо от 20.11', who: 'Анна Иванова' },
      { given: true, onDate: '2026-11-02', source: 'анкета на выставке', who: 'Анна Иванова' },
    ])
  })

  it.each([
    ['2026-02-30', 'a day that is not'],
    ['2026-12-31', 'a day to come'],
    ['завтра', 'no day'],
  ])('refuses %s: %s', async (day) => {
    const { code } = await here.anna.refused('POST /api/persons/:id/consents', note(true, day, 'анкета'))

    expect(code).toBe('person.wrong-date')
  })
})

describe('Erasing a person (I15, F114)', () => {
  it('shows before what goes, what stays and why, and the term that the law leaves', async () => {
    here.accounting.receive([['', 500]], { payer: 'K3', purpose: 'Оплата' })
    await here.work()

    const shown = await preview(lukin)

    expect(shown.records.map(({ noun, name }) => `${noun} ${name}`)).toEqual([
      'client Лукин Е. С.',
      'counterparty Лукин Е. С. ИП',
    ])
    expect(shown.erased.find(({ what }) => what === 'journal')?.count).toBeGreaterThan(0)
    expect(shown.kept.map(({ what }) => what)).toContain('payments')
    expect(shown.reasons).toContainEqual({ reason: 'consent-withdrawn', days: 30, working: false })
  })

  it('is not for managers, nor for records that were not shown, and leaves nothing half done', async () => {
    const [before, ids] = [await db()('clients'), (await preview(lukin)).records.map(({ id }) => id)]

    const manager = await refused(here.anna, lukin, ids)
    const other = await refused(here.olga, lukin, ids.slice(0, 1))

    expect([manager, other]).toEqual(['access.denied', 'person.changed'])
    expect([await db()('clients'), await db()('erasure_acts')]).toEqual([before, []])
  })

  it('waits for requests that still carry the data to accounting', async () => {
    here.accounting.down(true)
    const anna = await contextOf(here, 'ivanova')
    await editHere(anna, await uuidOf('counterparties', 'Лукин Е. С. ИП'), { phone: '+7 900 111-22-33' })
    const shown = await preview(lukin)

    const code = await refused(
      here.olga,
      lukin,
      shown.records.map(({ id }) => id),
    )

    here.accounting.down(false)
    here.clock.tick(120_000)
    await here.work()
    expect([shown.requests, code]).toEqual([1, 'person.request-on-its-way'])
  })

  it('of a contact strikes the name out of the notes of others; a phone that somebody else has stays where it is', async () => {
    await db()('contacts').where('uuid', smirnov).update({ phone: SHARED_PHONE })
    await db()('clients').where('name', 'Вектор').update({ phone: SHARED_PHONE, note: NOTE })

    const done = await erase(smirnov, [smirnov])

    const row = (await db()('contacts').where('uuid', smirnov).first()) as Record<string, string>
    const other: { note: string } = await db()('clients').where('name', 'Вектор').first('note')
    expect([row['name'], row['phone'], row['email'], row['position']]).toEqual([ERASED, '', '', ''])
    expect(other.note).toBe(`пришёл от ${ERASED}, ${SHARED_PHONE}`)
    expect(done.erased.find(({ what }) => what === 'quotes')?.count).toBe(1)
  })

  it('leaves an act that names nobody, with the extract of the audit trail, which still verifies', async () => {
    const { items } = await here.elena.do('GET /api/acts')
    const body = await here.elena.do('GET /api/acts/:id', { id: items[0]?.id ?? '' })

    expect(body).toMatchObject({ number: 1, who: 'Ольга Сидорова', reason: 'not-needed', noun: 'contact' })
    expect(body.records).toEqual([{ noun: 'contact', id: smirnov, base: '', key: '' }])
    expect(body.log.at(-1)).toMatchObject({ action: 'erase-person', subject: `contact:${smirnov}` })
    expect(body.operators.length).toBeGreaterThan(0)
    expect(JSON.stringify(body)).not.toMatch(/Смирнов|smirnov@/)
    expect((await checkAudit(db(), body.log.at(-1)?.hash)).keptHeadFound).toBe(true)
  })

  it('is once and for all: the record takes neither edits nor consents, and is not erased twice', async () => {
    const contact = { name: 'Смирнов Игорь Олегович', position: '', phone: '', email: '' }
    const edited = await here.anna.refused('PATCH /api/contacts/:id', { id: smirnov, body: contact })
    const again = await refused(here.olga, smirnov, [smirnov])
    const line = (await persons(romashka)).items.find(({ id }) => id === smirnov)

    expect([edited.code, again]).toEqual(['person.erased', 'person.already-erased'])
    expect(line).toMatchObject({ name: ERASED, act: { number: 1 } })
  })
})

const ERASED = 'Удалено · erased № 1'
const NOTE = `пришёл от Смирнов Игорь Олегович, ${SHARED_PHONE}`
