/** Stands between a candidate and the simulated base and writes down every answer, so that it can be replayed at full speed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { run as startSimulator } from './simulator.ts'
import { questionOf, type Head } from './recording.ts'

/** Of this answer only; they would be wrong beside a body that is stored whole. */
const OF_TRANSFER = new Set([
  'transfer-encoding',
  'connection',
  'keep-alive',
  'content-encoding',
  'content-length',
  'date',
])

/** The same question may be answered otherwise later on, so every answer is kept. */
export async function run({ times: size, folder }: { times: number; folder: string }): Promise<{ root: string }> {
  const { root } = await startSimulator({ world: 'volume', times: size, latencyMs: 0 })
  const { origin, pathname } = new URL(root)
  mkdirSync(folder, { recursive: true })
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    void ask(origin, request).then(({ head, body }) => {
      const question = questionOf(head)
      const times = (asked.get(question) ?? 0) + 1
      asked.set(question, times)
      writeFileSync(
        join(folder, `${question}-${times}`),
        Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]),
      )
      response.writeHead(head.status, { ...head.headers, 'content-length': body.length }).end(body)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}` }
}

async function ask(origin: string, request: IncomingMessage): Promise<{ head: Head; body: Buffer }> {
  const { method = 'GET', url = '/' } = request
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
  const answer = await fetch(origin + url, {
    method,
    headers: headers as Record<string, string>,
    body: chunks.length > 0 ? Buffer.concat(chunks) : null,
  })
  const kept = [...answer.headers].filter(([name]) => !OF_TRANSFER.has(name))
  const head = { method, url, status: answer.status, headers: Object.fromEntries(kept) }
  return { head, body: Buffer.from(await answer.arrayBuffer()) }
}
