/** Erasing a person asks the same of every database: records, words of the base, texts of others, act, tombstone (I15, F114). */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../bridge/actions/erase-person.ts'
import { previewErasure } from '../../bridge/actions/preview-erasure.ts'
import { act } from '../../bridge/reports/acts.ts'
import { checkAudit } from '../../bridge/store/audit.ts'
import { addBase } from '../../bridge/store/bases.ts'
import { tieCounterparty } from '../../bridge/store/client-counterparties.ts'
import { addClient } from '../../bridge/store/clients.ts'
import { contextOn, type Context } from '../../bridge/store/context.ts'
import { addCounterparty } from '../../bridge/store/counterparties.ts'
import { appendJournal, packed, saidIn } from '../../bridge/store/journal.ts'
import { addLinks } from '../../bridge/store/links.ts'
import { personFile } from '../../bridge/store/person-file.ts'
import { findPerson } from '../../bridge/store/persons.ts'
import { robotViewer } from '../../bridge/store/robot.ts'
import { erasedKeys } from '../../bridge/store/tombstones.ts'
import { onEachDatabase } from './databases.ts'

const AT = '2026-11-24T08:00:00.000Z'
const [KEY, OTHER] = ['11111111-0000-4000-8000-000000000001', '11111111-0000-4000-8000-000000000002']
const KUZIN = 'Кузин Пётр "Ильич"'
const ERASED = 'Удалено · erased № 1'
const FIELDS = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '' }

onEachDatabase('Erasing a person (I15, F114)', (place) => {
  describe('of accounting', () => {
    let ctx: Context
    const [person, other] = [randomUUID(), randomUUID()]
    const base = { mapping: 'bp30', timeZone: 'Europe/Moscow', url: 'http://127.0.0.1/', login: '', secret: '' }
    beforeAll(async () => {
      const database = await place.open()
      const viewer = await robotViewer(database.db)
      ctx = contextOn(database, { viewer, now: () => AT, newId: () => randomUUID() })
      await addBase(database.db, { id: randomUUID(), name: 'buh', connector: 'odata', ...base })
      await ctx.transaction(async (tx) => fill(tx, viewer.rowId))
    })

    async function fill(tx: Context, managerRowId: number): Promise<void> {
      const client = await addClient(tx, { ...FIELDS, id: randomUUID(), name: 'Школа', note: '', managerRowId })
      await addClient(tx, { ...FIELDS, id: other, name: 'Вектор', note: `звонил ${KUZIN}`, managerRowId })
      const texts = { name: KUZIN, fullName: KUZIN, phone: '+7 900 111-22-33', email: '', address: '' }
      const numbers = { legalForm: 'person' as const, taxNumber: '540600000298', reasonCode: '' }
      const rowId = await addCounterparty(tx, { id: person, ...texts, ...numbers })
      await tieCounterparty(tx, { client, counterparty: rowId })
      const link = { noun: 'counterparty' as const, ourId: rowId, foreignKey: KEY, version: 'A', hash: 'h', day: '' }
      await addLinks(tx.db, 1, [{ ...link, gone: false }])
      const said = [KUZIN, 'Вектор'].map((Description, at) => ({ Ref_Key: at === 0 ? KEY : OTHER, Description }))
      const line = { direction: 'in' as const, noun: 'counterparty', version: 'A', outcome: 'applied', reason: '' }
      const head = { base: 1, run: 0, at: AT, mappingVersion: 'v' }
      await appendJournal(
        tx.db,
        { ...head, answer: await packed(new TextEncoder().encode(JSON.stringify({ value: said }))) },
        [
          { ...line, foreignKey: KEY, item: 0 },
          { ...line, foreignKey: OTHER, item: 1 },
        ],
      )
      await appendJournal(tx.db, head, [{ ...line, foreignKey: KEY, body: said[0] }])
    }

    it('blanks the record and what was said of it, keeps what was said of others, and leaves act and tombstone', async () => {
      const shown = await previewErasure(ctx, person)
      const file = await personFile(ctx.db, (await findPerson(ctx, 'erase-person', person)).records)

      const { id } = await erasePerson(ctx, person, {
        reason: 'not-needed',
        records: shown.records.map((one) => one.id),
      })

      expect(shown.erased.find(({ what }) => what === 'journal')?.count).toBe(2)
      expect(file.quotes.map(({ table, column }) => `${table}.${column}`)).toEqual(['clients.note'])
      const row = (await ctx.db('counterparties').where('uuid', person).first()) as Record<string, string>
      expect([row['name'], row['tax_number'], row['phone']]).toEqual([ERASED, '', ''])
      const note = (await ctx.db('clients').where('uuid', other).first('note')) as { note: string }
      expect(note.note).toBe(`звонил ${ERASED}`)
      expect(await saidIn(ctx.db, 1)).toEqual({ Ref_Key: KEY, 'zveno:erased': 1, marked: false })
      expect(await saidIn(ctx.db, 2)).toEqual({ Ref_Key: OTHER, Description: 'Вектор' })
      expect(await saidIn(ctx.db, 3)).toEqual({ 'zveno:erased': 1, marked: false })
      expect([...(await erasedKeys(ctx.db, 1, [KEY, OTHER]))]).toEqual([[KEY, 1]])
      expect(await act(ctx, id)).toMatchObject({ number: 1, records: [{ base: 'buh', key: KEY }] })
      expect((await checkAudit(ctx.db)).brokenAt).toBeNull()
    })
  })
})
