/** A script in every text that people or a base can fill, on every screen: shown as text, run by nobody (security list, XSS). */
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Db } from '../../bridge/store/db.ts'
import { fillWithHostileTexts, hostile } from '../hostile-texts.ts'
import { seedCertificate } from '../http/certificate.ts'
import { seedConflict } from '../http/conflict.ts'
import { world, type World } from '../world.ts'
import { openBrowser, signedIn, walk } from './chromium.ts'

const PATIENCE_MS = 10_000
walk('Texts that were made to run', () => {
  let here: World
  let browser: Browser
  let ids: Record<string, string>

  beforeAll(async () => {
    here = await world({ live: true })
    const { db } = here.bridge.database
    ids = await seed(db)
    await fillWithHostileTexts(db)
    browser = await openBrowser()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await here.close()
  })

  it('stay texts on every screen of the people who sell', async () => {
    const { client, counterparty, deal, invoice } = ids
    const wrong = await seenBy('sidorova', {
      '/board': 'deals.name',
      '/clients': 'clients.region',
      [`/clients/${client}`]: 'payments.purpose',
      [`/clients/${client}/history`]: 'clients.note',
      [`/counterparties/${counterparty}/history`]: 'counterparties.full_name',
      [`/deals/${deal}`]: 'deal_events.who',
      '/invoices': 'invoices.number',
      [`/invoices/${invoice}`]: 'invoices.comment',
      [`/invoices/${invoice}/history`]: 'invoices.number',
    })

    expect(wrong).toEqual([])
  })

  it('stay texts on every screen of the people who look after the exchange', async () => {
    const { base, run } = ids
    const wrong = await seenBy('orlov', {
      '/queue': 'intents.facts.said',
      '/integration': 'bases.name',
      [`/integration/${base}`]: 'bases.name',
      '/reconciliation': 'certificates.asked_by',
      '/runs': 'bases.name',
      [`/runs/${run}`]: 'counterparties.name',
      '/troubles': 'edits.theirs',
    })

    expect(wrong).toEqual([])
  })

  /** @param pages a field that each shows, by address @returns what ran where */
  async function seenBy(login: string, pages: Record<string, string>): Promise<string[]> {
    const page = await signedIn(browser, { url: here.web.url, login, patienceMs: PATIENCE_MS })
    await page.getByRole('navigation').first().waitFor()
    const wrong: string[] = []
    page.on('dialog', (dialog) => {
      wrong.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', ({ violatedDirective }) => (window.ran = violatedDirective))",
    )
    for (const [path, field] of Object.entries(pages)) {
      await page.goto(here.web.url + path)
      await page.getByText(shownAs(field)).first().waitFor()
      const ran = await page.evaluate<string>("window.ran ?? ''")
      if (ran !== '') wrong.push(`${path}: ${ran}`)
    }
    await page.context().close()
    return wrong
  }
})

/** As a person reads it. */
function shownAs(field: string): string {
  return hostile(field).slice(0, hostile(field).indexOf('>"'))
}

/** What the demo world does not hold: a conflict, a certificate, words of a base about a trouble and a refused request. @returns ids by noun */
async function seed(db: Db): Promise<Record<string, string>> {
  await seedConflict(db)
  await seedCertificate(db)
  const ids = (await db('allocations')
    .join('invoices', 'invoices.id', 'allocations.invoice_id')
    .join('counterparties', 'counterparties.id', 'invoices.counterparty_id')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .join('deals', 'deals.client_id', 'clients.id')
    .join('bases', 'bases.id', 'invoices.base_id')
    .join('runs', 'runs.base_id', 'bases.id')
    .first({
      invoice: 'invoices.uuid',
      deal: 'deals.uuid',
      client: 'clients.uuid',
      counterparty: 'counterparties.uuid',
      base: 'bases.uuid',
      run: 'runs.uuid',
    })) as Record<string, string>
  const at = new Date().toISOString()
  const said = { facts: '{}', noun: 'invoice', created_at: at }
  const trouble = { code: 'base.rule', subject: ids['invoice'], answers: '["seen"]', state: 'open' }
  await db('troubles').insert({ uuid: randomUUID(), ...said, ...trouble })
  const author: { id: number } = await db('users').first('id')
  const invoice: { id: number; base_id: number } = await db('invoices').where('uuid', ids['invoice']).first()
  const about = { base_id: invoice.base_id, subject_id: invoice.id, author_id: author.id }
  const sent = { foreign_key: '', payload: '{}', payload_hash: '', mapping_version: '', reason: 'base.rule' }
  const when = { state: 'refused', next_try_at: at, updated_at: at }
  await db('intents').insert({ uuid: randomUUID(), ...said, ...about, ...sent, ...when })
  return ids
}
