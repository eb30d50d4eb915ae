/** The checks of the matrix, each by itself: it answers what is wrong, or null. */
import { randomUUID } from 'node:crypto'
import type { RouteName } from '../../../bridge/http/contract.ts'
import { splitName } from '../../../bridge/http/route.ts'
import { routes } from '../../../bridge/http/routes.ts'
import { browser, browserOf, type Answer, type Browser } from '../../http/browser.ts'
import { BODIES, OPEN, OWNERS, TABLE, VIEWERS, type Cell, type Owner, type Viewer } from './table.ts'
import { canaryOf, rowsOf, type Scene } from './scene.ts'

export interface Check {
  name: string
  run(scene: Scene): Promise<string | null>
}

const names = Object.keys(TABLE) as RouteName[]
const SIGNING: RouteName[] = ['POST /api/session', 'DELETE /api/session']

/** Every check of the matrix in the order of the table. */
export function allChecks(): Check[] {
  const cells = names.filter((name) => !SIGNING.includes(name)).flatMap(cellsOf)
  const closed = names.filter((name) => !OPEN.includes(name))
  return [
    inventory,
    ...cells,
    ...closed.map(stranger),
    ...closed.map(former),
    ...changing().map(forged),
    ...lists(),
    events,
  ]
}

const inventory: Check = {
  name: 'every route of the table of routes has its expectations',
  run: () => {
    const missing = Object.keys(routes).filter((name) => !(name in TABLE))
    const left = names.filter((name) => !(name in routes))
    return Promise.resolve(
      missing.length + left.length === 0 ? null : `no expectation or no route: ${[...missing, ...left].join(', ')}`,
    )
  },
}

function cellsOf(name: RouteName): Check[] {
  return VIEWERS.flatMap((viewer, at) =>
    (TABLE[name][at] ?? []).map((cell, owner) => cellCheck({ name, viewer, owner: OWNERS[owner] ?? 'anna' }, cell)),
  )
}

interface Place {
  name: RouteName
  viewer: Viewer
  owner: Owner
}

function cellCheck(place: Place, expected: Cell): Check {
  return {
    name: `${place.viewer} on a record of ${place.owner}: ${place.name}`,
    run: async (scene) => {
      const before = await rowsOf(scene)
      const answer = await ask(scene, place)
      const unchanged = (await rowsOf(scene)) === before
      const got = cellOf(answer, place.name)
      if (got !== expected) return `expected ${expected}, got ${got} (${answer.status} ${answer.body.code ?? ''})`
      const quiet = expected !== 'yes' || splitName(place.name).method === 'GET'
      if (quiet && !unchanged) return 'rows changed though nothing was to be done'
      return leakIn(answer, scene, place.viewer)
    },
  }
}

function ask(scene: Scene, { name, viewer, owner }: Place): Promise<Answer> {
  return sendAs(scene, { name, owner }, scene.viewers[viewer])
}

function addressOf({ records, here }: Scene, name: RouteName, owner: Owner): string {
  const { path } = splitName(name)
  const noun = path.split('/')[2] ?? ''
  const id = noun === 'bases' ? here.trade.base : (records[owner][noun] ?? 'none')
  const query = path.endsWith('/as-of') ? '?at=2026-01-01T00:00:00Z' : ''
  return path.replace(':id', id).replace(':language', 'ru') + query
}

function cellOf({ status, body }: Answer, name: RouteName): Cell | 'broken' {
  if (status === 403) return 'no'
  if (status === 404 && namesRecord(name)) return 'hid'
  if (status === 401 && (body.code ?? '').startsWith('panel.')) return 'key'
  // Somebody known, whose present password was looked at.
  if (body.code === 'password.wrong-present') return 'yes'
  return status === 401 || status === 404 || status >= 500 || (body.code ?? '').startsWith('input.') ? 'broken' : 'yes'
}

/** By its address, or in its body. */
function namesRecord(name: RouteName): boolean {
  return splitName(name).path.includes(':id') || typeof BODIES[name] === 'function'
}

/** Neither a refusal nor an answer about something else may quote what is hidden. */
function leakIn({ body }: Answer, scene: Scene, viewer: Viewer): string | null {
  const text = JSON.stringify(body)
  const leak = hiddenFrom(viewer).find(
    (owner) => text.includes(canaryOf(owner)) || text.includes(`${scene.records[owner]['clients']}`),
  )
  return leak === undefined ? null : `something of ${leak} stands in the answer`
}

function hiddenFrom(viewer: Viewer): Owner[] {
  const seen = TABLE['GET /api/deals/:id'][VIEWERS.indexOf(viewer)] ?? []
  return OWNERS.filter((_owner, at) => seen[at] === 'hid')
}

/** Nobody is signed in. */
function stranger(name: RouteName): Check {
  return {
    name: `a stranger: ${name}`,
    run: (scene) => refusedWith(scene, 401, 'session.needed', () => sendAs(scene, { name }, browser(scene.here))),
  }
}

/** The cookie of a session that has been ended. */
function former(name: RouteName): Check {
  return {
    name: `somebody who has signed out: ${name}`,
    run: async (scene) => {
      const igor = await browserOf(scene.here, 'igor')
      const kept = { cookie: igor.cookie, csrf: igor.csrf }
      await igor.send('DELETE', '/api/session')
      const again = Object.assign(browser(scene.here), kept)
      return refusedWith(scene, 401, 'session.needed', () => sendAs(scene, { name }, again))
    },
  }
}

function changing(): RouteName[] {
  return names.filter((name) => !name.startsWith('GET ') && !OPEN.includes(name))
}

/** Another site makes the browser of the owner send its cookie, but cannot know the CSRF word. */
function forged(name: RouteName): Check {
  return {
    name: `forged in the name of its owner: ${name}`,
    run: (scene) => {
      const { anna } = scene.viewers
      const robbed = Object.assign(browser(scene.here), { cookie: anna.cookie, csrf: 'made-up' })
      return refusedWith(scene, 403, 'request.forged', () => sendAs(scene, { name }, robbed))
    },
  }
}

type Target = Pick<Place, 'name'> & Partial<Place>

/** @param target about a record of Anna's, unless it says whose */
function sendAs(scene: Scene, { name, owner = 'anna' }: Target, who: Browser): Promise<Answer> {
  const body = BODIES[name]
  const said = typeof body === 'function' ? body(scene.records[owner]) : body
  const key = { 'idempotency-key': randomUUID() }
  return who.send(splitName(name).method, addressOf(scene, name, owner), said, key)
}

async function refusedWith(
  scene: Scene,
  status: number,
  code: string,
  deed: () => Promise<Answer>,
): Promise<string | null> {
  const before = await rowsOf(scene)
  const answer = await deed()
  if (answer.status !== status || answer.body.code !== code)
    return `expected ${status} ${code}, got ${answer.status} ${answer.body.code}`
  return (await rowsOf(scene)) === before ? null : 'rows changed though it was refused'
}

/** Lists, searches and pages show nothing of a record that its viewer may not see, and all of those that he may. */
function lists(): Check[] {
  const pages = [
    'clients',
    'clients?search=канарейка',
    'board',
    'invoices?state=all',
    'invoices?state=all&search=канарейка',
    'queue?whose=all',
    'queue?whose=mine',
    'troubles',
    'conflicts',
    'counterparties?search=канарейка',
    'products?search=канарейка',
  ]
  return VIEWERS.flatMap((viewer) => pages.map((page) => listCheck(viewer, page)))
}

function listCheck(viewer: Viewer, page: string): Check {
  return {
    name: `${viewer} reads ${page}`,
    run: async (scene) => {
      const answer = await scene.viewers[viewer].get(encodeURI(`/api/${page}`))
      const leak = leakIn(answer, scene, viewer)
      if (leak !== null || answer.status !== 200 || !SHOWING.test(page)) return leak
      const text = JSON.stringify(answer.body)
      const lost = OWNERS.find((owner) => !hiddenFrom(viewer).includes(owner) && !text.includes(canaryOf(owner)))
      return lost === undefined ? null : `the record of ${lost} is missing`
    },
  }
}

/** Pages on which the records of every owner that one may see stand. */
const SHOWING = /^(clients|board|invoices\?state=all$|troubles|conflicts)/

/** The stream of changes names records by their ids and says nothing of what stands in them. */
const events: Check = {
  name: 'the stream of changes carries ids and nothing else',
  run: async (scene) => {
    const { here, viewers, records } = scene
    const stop = new AbortController()
    const stream = await fetch(`${here.url}/api/events`, {
      headers: { cookie: viewers.anna.cookie },
      signal: stop.signal,
    })
    const reader = stream.body?.getReader()
    const heard: string[] = []
    await reader?.read()
    const { igor } = records
    await viewers.olga.send('PATCH', `/api/me`, { language: 'ru' })
    here.publish({ what: 'deal', id: igor['deals'] ?? '' })
    heard.push(new TextDecoder().decode((await reader?.read())?.value))
    stop.abort()
    const fields = heard.flatMap((text) => Object.keys(JSON.parse(text.replace(/^data: /, '')) as object))
    return fields.toSorted().join(' ') === 'id what' ? null : `it says ${heard.join('')}`
  },
}
