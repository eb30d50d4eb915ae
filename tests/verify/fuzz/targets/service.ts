/** Our own HTTP edge as a whole: any request ends in an answer of ours, never in an incident, and the process lives on. */
import { connect } from 'node:net'
import { request, Agent, type RequestOptions } from 'node:http'
import { givePanelKey } from '../../../../bridge/actions/panel-key.ts'
import { routes } from '../../../../bridge/http/routes.ts'
import { splitName } from '../../../../bridge/http/route.ts'
import { wordsOf } from '../../../../bridge/words/say.ts'
import type { RouteName } from '../../../../bridge/http/contract.ts'
import { browserOf } from '../../../http/browser.ts'
import { VAULT, world, type World } from '../../../http/world.ts'
import { postgresFolder, startPostgres, type Server } from '../../../store/postgres.ts'
import type { Dice } from '../../aids/dice.ts'
import { HALF_SIGN } from '../mutate.ts'
import { hold, Violation, type Target } from '../target.ts'

const ID = '00000000-0000-4000-8000-000000000000'
const BODIES = [
  '{"name":"ООО «Ромашка»","note":"x","version":1}',
  '{"title":"АТС","cause":"семинар","cycleId":null}',
  `{"version":1,"lines":[{"productId":"${ID}","text":"Внедрение","quantityMilli":1000,"priceMinor":4850000}]}`,
  '{"name":"Белова","position":"","phone":"","email":""}',
  // Refused before the password is looked at, which is slow by design.
  '{"login":"anna","password":""}',
  '{"answer":"again"}',
  '{"takeIntoDeal":true}',
  '{"name":"Ромашка ООО","taxNumber":"7701000026","reasonCode":"770101001","legalForm":"company"}',
  '{"language":"en"}',
  '{"number":"1/26","date":"2026-11-24"}',
  `{"user":"Кузнецова","noun":"invoice","key":"${ID}"}`,
  '{"ticket":"x"}',
]
const QUERIES = [
  '',
  '?search=ромашка&limit=50',
  '?after=WyJ4Iiw3XQ&state=open',
  `?cycle=${ID}`,
  '?whose=mine',
  '?limit=1e2',
  '?search[]=x&search=y',
]
const names = Object.keys(routes) as RouteName[]
const OWN_BODIES: Partial<Record<RouteName, string | undefined>> = {
  'POST /api/session': BODIES[4],
  'POST /api/panel/tickets': BODIES[10],
  'POST /api/panel/session': BODIES[11],
}
const CORPUS = names.map((name, at) => {
  const { method, path } = splitName(name)
  const body = method === 'GET' || method === 'DELETE' ? '' : (BODIES[at % BODIES.length] ?? '')
  return `${method} ${path.replace(':language', 'ru')}${QUERIES[at % QUERIES.length]}\n${(body && OWN_BODIES[name]) || body}`
})

interface Here {
  world: World
  port: number
  agent: Agent
  headers: Record<string, string>[]
  ids: string[]
}

/** Failed sign-ins: a fuzzer has many. */
const UNLIMITED = { signInFailures: 1e9, signInFailuresOfAddress: 1e9, signInFailuresOfLogin: 1e9, panelFailures: 1e9 }

let opening: Promise<Here> | undefined
let openingOnServer: Promise<Here> | undefined
let server: Server | undefined

async function open(url = ''): Promise<Here> {
  const here = await world(UNLIMITED, '/nowhere', url)
  const people = await Promise.all(['anna', 'elena', 'dmitry'].map((login) => browserOf(here, login)))
  const key = await givePanelKey(await here.contextOf('dmitry'), 'buh', VAULT)
  const { client, deal, counterparty, product, base } = here.trade
  return {
    world: here,
    port: Number(new URL(here.url).port),
    agent: new Agent({ keepAlive: true, maxSockets: 4 }),
    headers: [
      ...people.map(({ cookie, csrf }) => ({ cookie, 'x-csrf': csrf, 'content-type': 'application/json' })),
      { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ],
    ids: [client, deal, counterparty, product, base],
  }
}

async function openOnServer(programs: string): Promise<Here> {
  server = await startPostgres(programs)
  return open(await server.newDatabase())
}

const WORDS = (
  '"version": "lines": ?search= &limit= &after= :id /api/ "name": {"__proto__":{}} %00 %1f %ED%A0%80 2147483648 ' +
  '"version":9007199254740991'
).split(' ')

/** Addresses that take a query. */
const LISTS = names.filter((name) => routes[name].query !== undefined).map((name) => splitName(name).path)
/** Names and values that lists and searches know, and values that hurt them. */
const NAMES = ['search', 'search', 'search', 'after', 'limit', 'state', 'cycle', 'whose']
const ODD = [
  '%00',
  'a%00b',
  'а%00',
  '%1f',
  '2147483648',
  '-1',
  '1e9',
  '%',
  '%25',
  '_',
  'WyJ4IiwyMTQ3NDgzNjQ4XQ',
  'WyJcdTAwMDAiLDFd',
  'all',
]

const requests: Target = {
  name: 'requests',
  whole: true,
  corpus: CORPUS,
  words: WORDS,
  run: async (input, dice) => meet(await (opening ??= open()), input, dice),
  allowed: () => false,
  close: () => closeAll(),
}

/** Servers are stricter than SQLite about signs and numbers, so the same is tried there. */
function requestsOnServer(): Target {
  const programs = postgresFolder()
  const target: Target = { ...requests, name: 'requests-on-postgres', slow: true }
  if (programs === null) return { ...target, lacks: 'PostgreSQL is not installed' }
  return {
    ...target,
    run: async (input, dice) => meet(await (openingOnServer ??= openOnServer(programs)), input, dice),
  }
}

async function meet({ world: { log }, ...here }: Here, input: string, dice: Dice): Promise<void> {
  const { status, type, body } = await asked(here, input, dice)
  const incident = log.find((line) => line.startsWith('http.incident'))
  log.length = 0
  if (incident !== undefined)
    throw new Violation(`an incident: ${/"error":"([^\\"]{0,120})/.exec(incident)?.[1] ?? incident}`)
  hold(status < 500 || status === 503, `an answer of ${status}`)
  if (status < 400) return
  // What is no HTTP at all is refused by Node itself, with nothing but a status.
  if (type === '' && (status === 400 || status === 431)) return
  hold(type.includes('application/problem+json'), `a refusal of type ${type}`)
  const { code, detail } = JSON.parse(body) as { code: string; detail: string }
  hold(`problem.${code}` in wordsOf('ru') && !detail.startsWith('['), `a refusal without a sentence: ${code}`)
}

async function closeAll(): Promise<void> {
  for (const here of [await opening, await openingOnServer]) {
    here?.agent.destroy()
    await here?.world.close()
  }
  await server?.stop()
  opening = openingOnServer = server = undefined
}

interface Heard {
  status: number
  type: string
  body: string
}

function asked(here: Omit<Here, 'world'>, input: string, dice: Dice): Promise<Heard> {
  const [line = '', ...rest] = input.split('\n')
  const [, method = 'GET', address = '/'] = /^([A-Z]{3,7}) (.*)$/.exec(line) ?? ['', 'GET', `/api/clients/${line}`]
  const list = method === 'GET' && dice.onceIn(3) ? `${dice.of(LISTS)}?${dice.of(NAMES)}=${dice.of(ODD)}` : address
  const path = encoded(list.replace(':id', dice.onceIn(4) ? ID : dice.of(here.ids)))
  const odd = dice.onceIn(6) ? oddHeaders(dice, input) : {}
  const headers = { ...dice.of(here.headers), 'idempotency-key': `${dice.below(1e9)}`, ...odd }
  const sent = { port: here.port, method, path, headers }
  const body = method === 'GET' ? '' : rest.join('\n')
  // A connection that is kept may be let go by the other side just when it is taken; a fresh one must be answered.
  return answered({ ...sent, agent: here.agent }, body).catch(() => answered(sent, body))
}

function answered(asking: RequestOptions, body: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request(asking, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Only what a client of HTTP would refuse to send is encoded: the rest goes as it is. */
function encoded(address: string): string {
  const path = address.startsWith('/') ? address : `/${address}`
  return path
    .replaceAll(/[^\u0021-\u007e]/gu, (sign) => (HALF_SIGN.test(sign) ? '%ED%A0%80' : encodeURIComponent(sign)))
    .slice(0, 8_000)
}

function oddHeaders(dice: Dice, input: string): Record<string, string> {
  const text = input.replaceAll(/[^\u0020-\u007e]/g, '').slice(0, 300)
  return dice.of([
    { cookie: `zveno_session=${text}` },
    { cookie: `${text}; zveno_session=; zveno_session=x` },
    { authorization: `Bearer ${text.replaceAll(' ', '')}` },
    { authorization: text },
    { 'x-csrf': text },
    { origin: text },
    { 'sec-fetch-site': text },
    { 'content-type': text },
    { 'content-encoding': dice.of(['gzip', 'br', 'deflate', 'identity', text]) },
    { 'accept-language': text },
    { accept: text },
    { 'idempotency-key': text },
    { 'x-forwarded-for': text },
  ])
}

const RAW = CORPUS.slice(0, 8).map((text) => {
  const [line = '', body = ''] = text.split('\n')
  return `${encodeURI(line)} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
})

const wires: Target = {
  name: 'wires',
  whole: true,
  // Each takes a port, and the system gives it back after a minute.
  cases: 8_000,
  corpus: RAW,
  words: [
    '\r\n',
    '\r\n\r\n',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Content-Length: -1',
    'HTTP/0.9',
    'Host: ',
    '0\r\n\r\n',
    'Expect: 100-continue',
    'Upgrade: websocket',
  ],
  async run(input) {
    const here = await (opening ??= open())
    const heard = await saidTo(here.port, input)
    hold(heard === '' || /^HTTP\/1\.1 [1-5]\d\d /.test(heard), 'something that is no answer')
    const incident = here.world.log.find((line) => line.startsWith('http.incident'))
    here.world.log.length = 0
    if (incident !== undefined)
      throw new Violation(`an incident: ${/"error":"([^\\"]{0,120})/.exec(incident)?.[1] ?? incident}`)
  },
  allowed: () => false,
  close: () => closeAll(),
}

/** Bytes as they are; whoever falls silent is hung up on by us. */
function saidTo(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(text))
    const timer = setTimeout(() => socket.destroy(), 200)
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(heard)
    })
  })
}

export const serviceTargets: Target[] = [requests, requestsOnServer(), wires]
