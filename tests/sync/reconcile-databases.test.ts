/** Comparing, mending and explaining work the same on each database (A-15, S2). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mendAllDifferences } from '../../bridge/actions/mend-all-differences.ts'
import { signCertificate } from '../../bridge/actions/sign-certificate.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { certificate } from '../../bridge/reports/certificate.ts'
import { certificates } from '../../bridge/reports/certificates.ts'
import { whyClientMoney } from '../../bridge/reports/why-money.ts'
import { whyInvoice } from '../../bridge/reports/why-record.ts'
import { checkAudit } from '../../bridge/store/audit.ts'
import type { Context } from '../../bridge/store/context.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Engine } from '../../bridge/sync/engine.ts'
import { onEachDatabase } from '../store/databases.ts'
import { certified, deafEngine } from './books.ts'
import { workshop, type Workshop } from './workshop.ts'

onEachDatabase('Both sides', (place) => {
  let here: Workshop
  let deaf: Engine
  let elena: Context
  beforeAll(async () => {
    here = await workshop({ databaseUrl: (await place.reserve()).url })
    deaf = deafEngine(here)
    const user = await userByLogin(here.bridge.database.db, 'kuznetsova')
    if (!user) throw new Error('the demo world has no accountant')
    elena = contextFor(here.bridge, viewerOf(user))
  }, 60_000)
  afterAll(async () => {
    await deaf.stop()
    await here.close()
  })

  it('agree in a fresh world; the page is signed once and its hash stands in the audit trail', async () => {
    const { id, differences } = await certified(here, deaf)
    await signCertificate(elena, { certificateId: id })

    expect(differences).toEqual([])
    const page = await certificate(elena, id)
    expect(page).toMatchObject({ state: 'done', signedBy: 'Елена Кузнецова', items: [] })
    expect(page.invoices.ours).toEqual(page.invoices.theirs)
    const [line] = (await elena.db('audit').where('action', 'sign-certificate')) as { facts: string }[]
    expect(JSON.parse(line?.facts ?? '{}')).toMatchObject({ hash: page.hash, differences: 0 })
    expect(await checkAudit(elena.db)).toMatchObject({ brokenAt: null })
    await expect(signCertificate(elena, { certificateId: id })).rejects.toMatchObject({
      code: 'certificate.already-signed',
      facts: { by: 'Елена Кузнецова' },
    })
  })

  it('differ where a row was spoilt or lost, and agree again when the documents were read anew', async () => {
    const { db } = here.bridge.database
    const [spoilt, lost] = (await db('invoices').where('posted', true).orderBy('id').select('id', 'uuid')) as Row[]
    await db('invoices')
      .where('id', spoilt?.id ?? 0)
      .update({ total_minor: 1 })
    await db('links')
      .where({ noun: 'invoice', our_id: lost?.id ?? 0 })
      .delete()

    const { id } = await certified(here, deaf)
    const { items } = await certificate(elena, id)
    await mendAllDifferences(elena, { certificateId: id })
    await deaf.once()

    expect(items.map(({ kind }) => kind).toSorted()).toEqual(['lost-link', 'other-sum'])
    expect(await certificate(elena, id)).toMatchObject({ differences: 2, openDifferences: 0 })
    expect((await certified(here, deaf)).differences).toEqual([])
    expect((await certificates(elena, {})).items).toHaveLength(3)
  })

  it('say where a value and a sum come from', async () => {
    const { db } = here.bridge.database
    const [row] = (await db('invoices').where('posted', true).orderBy('id', 'desc').select('id', 'uuid')) as Row[]
    const client = (await db('clients').where('name', 'like', '%Ромашка%').first('uuid')) as Row

    const said = await whyInvoice(elena, row?.uuid ?? '')

    expect(said).toMatchObject({ base: 'buh', mapping: { file: 'bp30/invoice.json' } })
    expect(said.fields.find(({ field }) => field === 'totalMinor')).toMatchObject({
      rule: 'total',
      theirs: 'СуммаДокумента',
    })
    expect((await whyClientMoney(elena, client.uuid)).count).toBeGreaterThan(0)
  })
})

interface Row {
  id: number
  uuid: string
}
