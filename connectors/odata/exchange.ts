/**
 * Sends one HTTP request and takes in the answer, bounded. Node's own client: the web streams under `fetch` cost half as much again
 * as reading the socket, for each page.
 */
import { Agent as PlainAgent, request as plainRequest, type RequestOptions } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { urlToHttpOptions } from 'node:url'
import { createGunzip, createInflate } from 'node:zlib'
import type { Deadline } from './deadline.ts'
import type { Address, Reply, Request } from './options.ts'

/** Where the calls of one base go, and its connections: they lead to the addresses that were checked, and stay open between calls. */
export interface Line {
  agent: PlainAgent | SecureAgent
  /** Parts of the address that each request names; taken apart once. */
  protocol: string
  hostname: string
  port: number | string | undefined
  /** What every path begins with. */
  path: string
}

/** An idle connection is given up before servers give it up, who do so after 5 s: a call must not meet the end of one. */
const IDLE_MS = 4_000

export interface LineOptions {
  /** Address of the interface, without a final slash. */
  root: string
  addresses: Address[]
  /** Certificate authority of the customer, PEM. */
  ca: string | undefined
}

export function openLine({ root, addresses, ca }: LineOptions): Line {
  const first = addresses[0] ?? { address: '', family: 0 }
  const lookup: LookupFunction = (_host, wanted, done) => {
    if (wanted.all) done(null, addresses)
    else done(null, first.address, first.family)
  }
  const options = { keepAlive: true, timeout: IDLE_MS, lookup }
  const url = new URL(root)
  const { protocol, hostname, port } = urlToHttpOptions(url)
  const secure = protocol === 'https:'
  const agent = secure ? new SecureAgent({ ...options, ...(ca !== undefined && { ca }) }) : new PlainAgent(options)
  // It keeps connections by the names of places; all of these lead to one.
  agent.getName = () => 'base'
  const path = url.pathname === '/' ? '' : url.pathname
  return { agent, protocol: protocol ?? '', hostname: hostname ?? '', port: port ?? undefined, path }
}

export interface Sent extends Omit<Request, 'url' | 'signal'> {
  line: Line
  /** Encoded, from the root of the interface. */
  path: string
  deadline: Deadline
  connectMs: number
}

/** @throws what the socket said, or the reason of the deadline */
export function exchange({ line, deadline, method, headers, body, connectMs, ...asked }: Sent): Promise<Reply> {
  const { agent, protocol, hostname, port } = line
  const path = line.path + asked.path
  const all = { 'accept-encoding': 'gzip, deflate', ...headers }
  const options: RequestOptions = { agent, protocol, hostname, port, path, method, headers: all }
  return new Promise((resolve, reject) => {
    const request = line.protocol === 'https:' ? secureRequest(options) : plainRequest(options)
    request.on('response', resolve).on('error', (error) => reject(deadline.reason ?? error))
    deadline.whenEnded((reason) => request.destroy(reason))
    request.on('socket', (socket) => {
      if (!socket.connecting) return
      const timer = setTimeout(() => request.destroy(new ConnectTimeout()), connectMs)
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
    })
    request.end(body)
  })
}

/** Code of the error when no connection came about in time. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT'

class ConnectTimeout extends Error {
  readonly code = CONNECT_TIMEOUT
}

/** The bytes of an answer as its author wrote them, unpacked. Left early, the connection is closed. */
export function bodyOf(answer: Reply): Readable {
  const encoding = answer.headers['content-encoding'] ?? ''
  if (encoding !== 'gzip' && encoding !== 'deflate') return answer
  // What goes wrong reaches whoever reads the unpacked side.
  return pipeline(answer, encoding === 'gzip' ? createGunzip() : createInflate(), () => undefined)
}
