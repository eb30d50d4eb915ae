/** Visitors who come by the clock, however slow the answers are: their times count from when they wanted to come. */
import { Agent, request } from 'node:http'
import type { Dice } from '../aids/dice.ts'

export interface Session {
  cookie: string
  csrf: string
}

export interface Wave {
  /** Visits that were carried out, milliseconds each. */
  acceptedMs: number[]
  /** Visits that were told to come back later. */
  shedMs: number[]
  /** Answers that are neither: what was said. */
  wrong: string[]
}

export interface Asking {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  body?: unknown
  key?: string
}

export interface Crowd {
  url: string
  session: Session
  /** What one visit asks for. */
  ask: (dice: Dice, at: number) => Asking
  dice: Dice
}

/** A connection is kept for each visitor who is there at the same time. */
const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
const PATIENCE_MS = 30_000

/** So many visits a second for so long, evenly. */
export async function steady(crowd: Crowd, perSecond: number, ms: number): Promise<Wave> {
  const wave: Wave = { acceptedMs: [], shedMs: [], wrong: [] }
  const all: Promise<void>[] = []
  const began = performance.now()
  const visits = Math.max(1, Math.floor((perSecond * ms) / 1000))
  for (let at = 0; at < visits; at++) {
    const due = began + (at * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => void setTimeout(resolve, early))
    all.push(visit(crowd, at, { wave, due }))
  }
  await Promise.all(all)
  return wave
}

async function visit(crowd: Crowd, at: number, { wave, due }: { wave: Wave; due: number }): Promise<void> {
  const asking = crowd.ask(crowd.dice, at)
  try {
    const { status, retryAfter } = await send(crowd, asking)
    const tookMs = performance.now() - due
    if (status < 300 || status === 409) wave.acceptedMs.push(tookMs)
    else if (status === 503 && Number(retryAfter) > 0) wave.shedMs.push(tookMs)
    else wave.wrong.push(`${asking.method} ${asking.path}: ${status}`)
  } catch (error) {
    wave.wrong.push(`${asking.method} ${asking.path}: ${String(error)}`)
  }
}

function send(crowd: Crowd, asking: Asking, attempt = 1): Promise<Heard> {
  const { url, session } = crowd
  const headers = {
    cookie: session.cookie,
    'x-csrf': session.csrf,
    'content-type': 'application/json',
    ...(asking.key !== undefined && { 'idempotency-key': asking.key }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${asking.path}`,
      { agent: attempt === 1 ? agent : false, method: asking.method, headers, timeout: PATIENCE_MS },
      (answer) => {
        answer.resume()
        answer.on('error', reject)
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }))
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')))
    // A kept connection may be let go by the other side just when it is taken: every browser then comes again by itself, on a new one.
    sent.on('error', (error) => (sent.reusedSocket && attempt === 1 ? resolve(send(crowd, asking, 2)) : reject(error)))
    sent.end(asking.body === undefined ? undefined : JSON.stringify(asking.body))
  })
}

interface Heard {
  status: number
  retryAfter: string | undefined
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}
