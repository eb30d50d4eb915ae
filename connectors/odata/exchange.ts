/**
 * Sends one HTTP request and takes in the answer, bounded. Node's own client: the web streams under `fetch` cost half as much again
 * as reading the socket, for each page.
 */
import { Agent as PlainAgent, request as plainRequest, type RequestOptions } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import type { Address, Reply, Request } from './options.ts'

/** Connections of one base: they lead to the addresses that were checked, and stay open between calls. */
export type Line = PlainAgent | SecureAgent

/** An idle connection is given up before servers give it up, who do so after 5 s: a call must not meet the end of one. */
const IDLE_MS = 4_000

export interface LineOptions {
  secure: boolean
  addresses: Address[]
  /** Certificate authority of the customer, PEM. */
  ca: string | undefined
}

export function openLine({ secure, addresses, ca }: LineOptions): Line {
  const first = addresses[0] ?? { address: '', family: 0 }
  const lookup: LookupFunction = (_host, wanted, done) => {
    if (wanted.all) done(null, addresses)
    else done(null, first.address, first.family)
  }
  const options = { keepAlive: true, timeout: IDLE_MS, lookup }
  return secure ? new SecureAgent({ ...options, ...(ca !== undefined && { ca }) }) : new PlainAgent(options)
}

export interface Sent extends Request {
  line: Line
  connectMs: number
}

/** @throws what the socket said, or the reason of the signal */
export async function exchange(sent: Sent): Promise<Reply> {
  try {
    return await answered(sent)
  } catch (error) {
    throw sent.signal.aborted ? sent.signal.reason : error
  }
}

function answered({ line, url, body, connectMs, ...options }: Sent): Promise<Reply> {
  const { method, signal } = options
  const headers = { ...options.headers, 'accept-encoding': 'gzip, deflate' }
  const asked: RequestOptions = { agent: line, method, headers }
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? secureRequest(url, asked) : plainRequest(url, asked)
    const end = () => request.destroy(signal.reason as Error)
    signal.addEventListener('abort', end)
    request.on('close', () => signal.removeEventListener('abort', end))
    if (signal.aborted) end()
    request.on('response', resolve).on('error', reject)
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

/** Headers by name in any case; a name that comes twice keeps both values. */
export function headersOf({ rawHeaders }: Reply): Headers {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  return headers
}
