/**
 * The two values every handler of the simulator works with: a request that has been read whole (`Exchange`) and what is
 * sent back (`Answer`). Nothing here knows of OData.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request body larger than this is refused with 413. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

export interface Exchange {
  /** Upper case. */
  method: string
  /** `http://host:port` as the client addressed us. */
  origin: string
  /** Path as it came, still percent-encoded, without the query. */
  rawPath: string
  /** Percent-decoded path. */
  path: string
  /** Query as it came, without the question mark. */
  rawQuery: string
  /** Percent-decoded options by name, in order of arrival. `+` is a plus sign here; the OData route refuses it. */
  query: Map<string, string>
  /** Lower-case names. */
  headers: Record<string, string>
  body: Buffer
  /** Login of the request once authentication has passed, otherwise ''. */
  user: string
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Buffer
  /** Break the connection instead of answering (a fault injected after the deed). */
  reset?: true
  /** Send half of the body, though the whole length is declared, and break the connection. */
  cut?: true
}

/** Reads a request to its end. A path or query that is not valid percent-encoded UTF-8 gives null: answer 400. */
export async function readExchange(request: IncomingMessage): Promise<Exchange | null> {
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?')
  const rawQuery = rest.join('?')
  const path = decode(rawPath)
  const query = parseQuery(rawQuery)
  if (path === null || query === null) return null
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    origin: `http://${request.headers.host ?? 'localhost'}`,
    rawPath,
    path,
    rawQuery,
    query,
    headers: flatHeaders(request),
    body: await readBody(request),
    user: '',
  }
}

/** Sends an answer; the length is always declared. Non-ASCII header values go out as raw UTF-8 bytes (observed in `Location`). */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (answer.reset) {
    response.socket?.resetAndDestroy()
    return
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, Buffer.from(value, 'utf8').toString('latin1'))
  }
  if (answer.status !== 204) response.setHeader('Content-Length', body.length)
  response.writeHead(answer.status)
  if (answer.cut) {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
    return
  }
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

export function textAnswer(status: number, contentType: string, body: string): Answer {
  return { status, headers: { 'Content-Type': contentType }, body }
}

/** HTML page of something that stands in front of 1C. */
export function htmlAnswer(status: number, title: string, text: string): Answer {
  const page = `<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>\n${text}\n</body>\n</html>\n`
  return textAnswer(status, 'text/html;charset=utf-8', page)
}

/** JSON of the simulator's own interface (`/control`), not of OData. */
export function plainJson(status: number, value: unknown): Answer {
  return textAnswer(status, 'application/json;charset=utf-8', JSON.stringify(value))
}

export class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parseQuery(rawQuery: string): Map<string, string> | null {
  const query = new Map<string, string>()
  for (const part of rawQuery.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = decode(at < 0 ? part : part.slice(0, at))
    const value = decode(at < 0 ? '' : part.slice(at + 1))
    if (name === null || value === null) return null
    query.set(name, value)
  }
  return query
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  }
  return headers
}
