/** What must never leave: passwords, keys, tokens; and the trail that nobody can rewrite unseen. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAudit } from '../../../bridge/store/audit.ts'
import type { Db } from '../../../bridge/store/db.ts'
import { browserOf } from '../../http/browser.ts'
import { world as smallWorld } from '../../http/world.ts'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import { demoKeys } from '../../../connectors/simulator/worlds/demo-keys.ts'
import { unless, type Item } from './check.ts'
import { PASSWORD as BASE_PASSWORD } from './far.ts'
import { round, VISITOR_PASSWORD, KEY } from './round.ts'

const CANARIES = {
  'the password of the base': BASE_PASSWORD,
  'the secret key': KEY,
  'the password of a person': VISITOR_PASSWORD,
}

const secrets: Item = {
  name: 'no password, key or token stands in the log, the answers, the errors or the database',
  run: async () => {
    const { said, folder, token, clear } = await round()
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
    clear()
    const places = { ...said, 'the database': files.join('\n') }
    for (const [what, secret] of Object.entries({ ...CANARIES, 'the token of a session': token }))
      for (const [where, text] of Object.entries(places))
        for (const form of formsOf(secret)) if (text.includes(form)) return `${what} stands in ${where}`
    return unless(
      Object.values(said).every((text) => text.length > 0),
      'nothing was said, so nothing was proven',
    )
  },
}

/** As it is, as bytes read one by one, in an address, in Basic credentials, in JSON of ASCII. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const credentials = Buffer.from(`zveno:${secret}`).toString('base64')
  return [secret, bytes.toString('latin1'), encodeURIComponent(secret), bytes.toString('base64'), credentials]
}

const trail: Item = {
  name: 'a changed, removed or inserted line of the audit trail is found',
  run: async () => {
    const here = await smallWorld()
    const { db } = here.database
    const anna = await browserOf(here, 'anna')
    for (let at = 0; at < 3; at++) await anna.send('POST', '/api/clients', { name: `Клиент ${at}` })
    const whole = await checkAudit(db)
    const rows = (await db('audit').orderBy('id')) as { id: number }[]
    const middle = rows[Math.floor(rows.length / 2)]?.id ?? 0
    const found: (number | null)[] = []
    for (const change of [
      { who: 'Другой' },
      { facts: '{"x":1}' },
      { at: '2020-01-01T00:00:00.000Z' },
      { subject: 'client:x' },
    ]) {
      const before: unknown = await db('audit').where('id', middle).first()
      await db('audit').where('id', middle).update(change)
      found.push((await checkAudit(db)).brokenAt)
      await db('audit')
        .where('id', middle)
        .update(before as object)
    }
    for (const at of [0, middle, middle + 100]) found.push(await withLineAt(db, { at, like: middle }))
    await db('audit').where('id', middle).delete()
    found.push((await checkAudit(db)).brokenAt)
    await here.close()
    return unless(whole.brokenAt === null && found.every((at) => at !== null), `found at ${JSON.stringify(found)}`)
  },
}

/** A line like another one, with the links of the chain as they are there: before all, in the middle or after all. */
async function withLineAt(db: Db, { at, like }: { at: number; like: number }): Promise<number | null> {
  const { id: _id, ...line } = (await db('audit').where('id', like).first()) as { id: number }
  const later: number[] = await db('audit').where('id', '>=', at).orderBy('id', 'desc').pluck('id')
  for (const id of later)
    await db('audit')
      .where({ id })
      .update({ id: id + 1 })
  await db('audit').insert({ ...line, id: at })
  const { brokenAt } = await checkAudit(db)
  await db('audit').where('id', at).delete()
  for (const id of later.toReversed())
    await db('audit')
      .where('id', id + 1)
      .update({ id })
  return brokenAt
}

const SCRIPT = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

/** The accountant's client of the simulated base is made of HTML: there a text that is no text would run. */
const pages: Item = {
  name: 'a script in a record of the simulated base is shown as text on every page of its web client',
  run: async () => {
    const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'demo' })
    try {
      const client = simulator.ledger.create('Catalog_Контрагенты', {
        Description: SCRIPT,
        ИНН: SCRIPT.slice(0, 12),
        Комментарий: SCRIPT,
      })
      const invoices = [...simulator.base.all('Document_СчетНаОплатуПокупателю')]
      const invoice = invoices
        .toSorted((one, other) => String(one.fields['Date']).localeCompare(String(other.fields['Date'])))
        .at(-1)
      if (!invoice) return 'the demo base has no invoices'
      const row = { LineNumber: '1', Содержание: SCRIPT, Количество: 1, Цена: 1, Сумма: 1 }
      simulator.ledger.change('Document_СчетНаОплатуПокупателю', invoice.key, {
        Комментарий: SCRIPT,
        Товары: [row],
        Контрагент_Key: client.key,
      })
      simulator.ledger.change('Catalog_Организации', demoKeys.organisations.O1, { Description: SCRIPT })
      return await pagesFault(`${simulator.url}/buh`)
    } finally {
      await simulator.close()
    }
  },
}

/** As the demo prints it. */
const ACCOUNTANT = { name: 'Кузнецова', password: 'kuznetsova' }
const MOST_PAGES = 60

/** Signs in as the accountant and looks at every page that links lead to. */
async function pagesFault(root: string): Promise<string | null> {
  const { cookie, start } = await accountantAt(root)
  const waiting = [start]
  const seen = new Set<string>()
  let shown = 0
  while (waiting.length > 0 && seen.size < MOST_PAGES) {
    const url = waiting.shift() ?? ''
    if (seen.has(url)) continue
    seen.add(url)
    const page = await (await fetch(url, { headers: { cookie } })).text()
    if (page.includes('<script>alert(1)') || page.includes('<img src=x')) return `${url} runs a script of a record`
    if (page.includes('&lt;script&gt;alert(1)')) shown++
    for (const [, link = ''] of page.matchAll(/href="([^"#]+)"/g))
      waiting.push(new URL(link.replaceAll('&amp;', '&'), url).href)
  }
  return unless(shown > 1, `the text was shown on ${shown} of ${seen.size} pages, so nothing was proven`)
}

async function accountantAt(root: string): Promise<{ cookie: string; start: string }> {
  const body = new URLSearchParams({ user: ACCOUNTANT.name, password: ACCOUNTANT.password })
  const headers = { origin: new URL(root).origin }
  const answer = await fetch(`${root}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { cookie, start: new URL(answer.headers.get('location') ?? '', `${root}/`).href }
}

export const secretItems: Item[] = [secrets, trail, pages]
