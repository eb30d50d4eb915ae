/** A base whose errors quote what was asked of it: what it says of people stands on screens, and in nothing that the process writes. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { assemble, type Bridge } from '../../../bridge/cli/assemble.ts'
import { openLog } from '../../../bridge/cli/log.ts'
import { contextFor, startWeb } from '../../../bridge/cli/web.ts'
import { changeCounterparty } from '../../../bridge/actions/change-counterparty.ts'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import { unless, type Item } from './check.ts'
import { far, PASSWORD as BASE_PASSWORD, type Far, type Serve } from './far.ts'
import { configOf, fill } from './round.ts'

const PERSON = {
  'a name': 'Канарейкин Пётр',
  'an INN': '771234567890',
  'a phone': '+7 903 777-51-99',
  'an e-mail': 'kanarejkin@example.test',
  'a payment purpose': 'Возврат Канарейкину по договору займа',
}

const personal: Item = {
  name: 'what an error of the base quotes of people is not in the log, the output or the metrics',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zveno-personal-'))
    const account = { user: 'zveno', password: BASE_PASSWORD }
    const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'demo', ...account })
    const { origin, pathname } = new URL(simulator.rootUrl)
    const base = await echoing(origin)
    const written = listen()
    const bridge = await assemble(configOf(folder), openLog('debug', written.log))
    try {
      await fill(bridge, `http://127.0.0.1:${base.port}${pathname}`)
      await fail(bridge, base)
      const metrics = await metricsOf(bridge)
      const quoted = await quotedTo(bridge)
      return faultIn({ ...written.texts(), 'the metrics': metrics }, quoted)
    } finally {
      written.end()
      await bridge.close()
      await base.close()
      await simulator.close()
      rmSync(folder, { recursive: true })
    }
  },
}

interface Echoing extends Far {
  /** Status of what is refused with a quotation; null = the simulated base answers. */
  refusing: { status: number; methods: RegExp } | null
}

/** In front of the simulated base; it gives what it refuses the form that 1C gives it. */
async function echoing(origin: string): Promise<Echoing> {
  const serve: Serve = (request, response) => {
    const { refusing } = told
    if (refusing && refusing.methods.test(request.method ?? '') && !request.url?.includes('$metadata')) {
      const value = `Ошибка при записи: ${Object.values(PERSON).join('; ')}`
      const body = { 'odata.error': { code: '-1', message: { lang: 'ru', value } } }
      response.writeHead(refusing.status, { 'content-type': 'application/json;charset=utf-8' })
      response.end(JSON.stringify(body))
      return
    }
    void passOn(origin, request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.destroy(),
    )
  }
  const told: Echoing = Object.assign(await far(serve), { refusing: null })
  return told
}

async function passOn(origin: string, request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { authorization = '', 'content-type': sent = '', accept = '' } = request.headers
  const answer = await fetch(origin + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { authorization, accept, ...(sent && { 'content-type': sent }) },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  })
  const body = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body }
}

/** A correction that the base refuses, then rounds of reading that it refuses, each in both of its ways. */
async function fail(bridge: Bridge, base: Echoing): Promise<void> {
  const { db } = bridge.database
  const works: { health: string } = await db('bases').first('health')
  const entity: { uuid: string; version: number } = await db('counterparties')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .whereNotNull('counterparties.base_id')
    .first('counterparties.uuid', 'counterparties.version')
  const { uuid, version } = entity
  const [phone, email] = [PERSON['a phone'], PERSON['an e-mail']]
  await changeCounterparty(contextFor(bridge, bridge.robot), uuid, { version, phone, email })
  for (const status of [400, 500])
    for (const methods of [/PATCH|POST/, /GET/]) {
      base.refusing = { status, methods }
      await bridge.engine.once()
      await db('bases').update(works)
    }
  base.refusing = null
}

async function metricsOf(bridge: Bridge): Promise<string> {
  const web = await startWeb(bridge)
  const pages = ['/metrics', '/health/ready', '/api/nothing']
  const texts = await Promise.all(pages.map(async (page) => (await fetch(web.url + page)).text()))
  await web.close()
  return texts.join('\n')
}

/** What people with the right to see it are told. */
async function quotedTo({ database: { db } }: Bridge): Promise<string> {
  return JSON.stringify(await db('troubles').select('facts'))
}

/** Everything that the process writes from here on, by where. */
function listen() {
  const lines: string[] = []
  const log = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'))
      done()
    },
  })
  const heard: string[] = []
  const streams = [process.stdout, process.stderr]
  const before = streams.map((stream) => stream.write.bind(stream))
  for (const [at, stream] of streams.entries())
    stream.write = ((...said: Parameters<typeof stream.write>) => {
      heard.push(String(said[0]))
      return before[at]?.(...said) ?? true
    }) as typeof stream.write
  return {
    log,
    texts: () => ({ 'the log': lines.join(''), 'the output': heard.join('') }),
    end: () => streams.forEach((stream, at) => Object.assign(stream, { write: before[at] })),
  }
}

function faultIn(texts: Record<string, string>, quoted: string): string | null {
  for (const [what, text] of Object.entries(PERSON))
    for (const [where, said] of Object.entries(texts)) if (said.includes(text)) return `${what} stands in ${where}`
  const log = texts['the log'] ?? ''
  return (
    unless(log.includes('"pull.failed"'), `no reading failed, so nothing was proven: ${log.slice(-500)}`) ??
    unless(quoted.includes(PERSON['a name']), 'people are not told what the base said, so nothing was proven')
  )
}

export const personalItems: Item[] = [personal]
