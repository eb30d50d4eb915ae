/** The HTTP server of the simulator: reads a request whole, sends the answer, closes at once when asked. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyTooLarge, htmlAnswer, readExchange, sendAnswer } from './http.ts'
import type { Answer } from './http.ts'
import type { Serve } from './server.ts'

export interface Listening {
  /** `http://127.0.0.1:8081` */
  url: string
  close(): Promise<void>
}

export async function listen(serve: Serve, at: { port: number; host?: string }): Promise<Listening> {
  const host = at.host ?? '127.0.0.1'
  const server = createServer((request, response) => void handle(serve, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((problem) => (problem ? reject(problem) : resolve()))
      server.closeAllConnections()
    })
  return { url: `http://${host}:${port}`, close }
}

async function handle(serve: Serve, request: IncomingMessage, response: ServerResponse): Promise<void> {
  sendAnswer(response, await answerOf(serve, request))
}

async function answerOf(serve: Serve, request: IncomingMessage): Promise<Answer> {
  try {
    const exchange = await readExchange(request)
    return exchange ? await serve(exchange) : htmlAnswer(400, 'Bad Request', '<h2>Bad Request - Invalid URL</h2>')
  } catch (problem) {
    if (problem instanceof BodyTooLarge) return htmlAnswer(413, 'Payload Too Large', '<h2>Payload Too Large</h2>')
    return htmlAnswer(500, '1C:Enterprise 8', '<h1>1C:Enterprise 8 application error</h1>')
  }
}
