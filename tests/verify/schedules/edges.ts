/**
 * What hits a request at the edges of what bases and networks do, besides the faults of the simulator: bodies that are spelled
 * anew on the way, a proxy that sends twice, a password that somebody is just changing, half a minute of silence.
 */
import type { Answer } from '../../../connectors/simulator/http/http.ts'
import type { Request } from '../../../connectors/odata/options.ts'

export const EDGES = [
  'server-error',
  'unauthorised',
  'half-a-minute',
  'truncated',
  'bom',
  'windows-1251',
  'twice',
] as const
export type Edge = (typeof EDGES)[number]

export function isEdge(kind: string): kind is Edge {
  return (EDGES as readonly string[]).includes(kind)
}

const HALF_A_MINUTE_MS = 30_000

interface Way {
  request: Request
  /** Hands a request to the base. */
  serve: (request: Request) => Promise<Answer>
  wait: (ms: number) => Promise<void>
}

/** The deed is done in all cases but the first two. */
export async function overTheEdge(edge: Edge, { request, serve, wait }: Way): Promise<Answer> {
  if (edge === 'server-error')
    return { status: 500, headers: { 'Content-Type': 'text/html' }, body: '<h1>Internal Server Error</h1>' }
  if (edge === 'unauthorised') return serve({ ...request, headers: withoutPassword(request.headers) })
  const first = await serve(request)
  if (edge === 'half-a-minute') await wait(HALF_A_MINUTE_MS)
  return edge === 'twice' ? serve(request) : spelledAnew(edge, first)
}

function withoutPassword(headers: Request['headers']): Request['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))
}

function spelledAnew(edge: Edge, answer: Answer): Answer {
  const text = String(answer.body)
  if (edge === 'bom') return whole(answer, Buffer.from(`\uFEFF${text.replace(/^\uFEFF/, '')}`))
  if (edge === 'windows-1251') return whole(answer, windows1251(text))
  return edge === 'truncated' ? whole(answer, Buffer.from(text).subarray(0, Buffer.byteLength(text) >> 1)) : answer
}

/** With its own length declared: the connection itself ends in order. */
function whole({ status, headers }: Answer, body: Buffer): Answer {
  const rest = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length')
  return { status, headers: Object.fromEntries(rest), body }
}

/** Cyrillic letters lie in one piece; of the others those that bases use. */
const OTHERS: Record<string, number> = { Ё: 0xa8, ё: 0xb8, '№': 0xb9, '«': 0xab, '»': 0xbb, '—': 0x97, '–': 0x96 }

function windows1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (sign) => {
      const code = sign.codePointAt(0) ?? 0
      if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0
      return code < 0x80 ? code : (OTHERS[sign] ?? 0x3f)
    }),
  )
}
