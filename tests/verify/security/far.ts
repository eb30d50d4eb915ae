/** A far side that answers what a check wants and counts who came, on a socket of this machine. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connector } from '../../../connectors/connector.ts'
import { DoorError } from '../../../connectors/errors.ts'
import { openOData, type ODataOptions } from '../../../connectors/odata/index.ts'

export interface Far {
  port: number
  /** Requests that arrived, `GET /path`. */
  came: string[]
  close(): Promise<void>
}

export type Serve = (request: IncomingMessage, response: ServerResponse) => void

export async function far(serve: Serve): Promise<Far> {
  const came: string[] = []
  const server = createServer((request, response) => {
    came.push(`${request.method} ${request.url}`)
    serve(request, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { port: (server.address() as AddressInfo).port, came, close }
}

export const PASSWORD = 'канарейка-базы-9c41'

export function door(url: string, more: Partial<ODataOptions> = {}): Connector {
  return openOData({
    url,
    user: 'zveno',
    password: PASSWORD,
    timeZone: 'Europe/Moscow',
    allowedHosts: ['127.0.0.1'],
    now: Date.now,
    log: () => undefined,
    plan: 'none',
    profile: { sessionsIgnored: true },
    timeouts: { connectMs: 2_000, readMs: 10_000, metadataMs: 10_000 },
    ...more,
  })
}

/** Reason of the error in which a deed ended; '' = it went through. */
export async function reasonOf(deed: () => Promise<unknown>): Promise<string> {
  try {
    await deed()
    return ''
  } catch (error) {
    return error instanceof DoorError ? error.reason : `not one of the four errors: ${String(error)}`
  }
}

/** Asks a far side for its description through a fresh door. */
export async function described(serve: Serve): Promise<{ reason: string; came: string[] }> {
  const there = await far(serve)
  const connector = door(`http://127.0.0.1:${there.port}/b/odata/standard.odata`)
  const reason = await reasonOf(() => connector.describe())
  await connector.close()
  await there.close()
  return { reason, came: there.came }
}

export function xml(body: string): Serve {
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/xml' }).end(body)
}
