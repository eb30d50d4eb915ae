/** Stands before the simulated base and hands everything on; what the base answers can be rewritten on the way back. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Mirror {
  /** Address of the interface, as that of the base. */
  url: string
  rewrite: (text: string) => string
  close(): Promise<void>
}

/** Headers of one hop, which belong to neither of the two connections. */
const HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']

export async function mirror(rootUrl: string): Promise<Mirror> {
  const { origin, pathname } = new URL(rootUrl)
  const self: Mirror = { url: '', rewrite: (text) => text, close: () => Promise.resolve() }
  const server = createServer((request, response) => void passOn(origin, self, { request, response }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`
  self.close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return self
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

async function passOn(origin: string, { rewrite }: Mirror, { request, response }: Exchange): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = Object.entries(request.headers).filter(([name]) => !HOP.includes(name))
  const answer = await fetch(origin + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: headers as [string, string][],
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  })
  const cookies = answer.headers.getSetCookie()
  for (const [name, value] of answer.headers)
    if (![...HOP, 'set-cookie'].includes(name)) response.setHeader(name, value)
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  response.writeHead(answer.status).end(rewrite(await answer.text()))
}
