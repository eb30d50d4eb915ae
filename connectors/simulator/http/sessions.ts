/**
 * Sessions and licences of the web extension. A request without a session takes a licence for its own time; `IBSession:
 * start` keeps one under a cookie, `finish` gives it back (observed; section 5.5 of the reference).
 */
import { randomUUID } from 'node:crypto'
import type { Context, Doors } from '../context.ts'
import { sessionExpired, noLicence } from './front-pages.ts'
import type { Answer, Exchange } from './http.ts'

/** Sessions that nobody used for so long give their licence back (`sessionMaxAge` of the publication file). */
const SESSION_MAX_AGE_MS = 20_000
const COOKIE = 'ibsession'

interface Session {
  id: string
  requests: number
  usedAtMs: number
}

/** The gate that lets a request in or refuses it, and its counterpart that lets it out. */
export function sessionDoors(): { enter: NonNullable<Doors['session']>; leave: NonNullable<Doors['after']> } {
  const desk = new SessionDesk()
  return {
    enter: async (context, exchange) => desk.enter(context, exchange),
    leave: async (context, exchange, answer) => desk.leave(context, exchange, answer),
  }
}

class SessionDesk {
  #sessions = new Map<string, Session>()
  /** Requests inside, each with its session or null when it has none of its own. */
  #inside = new Map<Exchange, Session | null>()

  enter(context: Context, exchange: Exchange): Answer | null {
    const { settings } = context
    const nowMs = context.base.clock.nowMs()
    this.#forgetIdle(nowMs)
    const cookie = settings.sessions === 'ignored' ? undefined : cookieOf(exchange)
    const known = cookie === undefined ? undefined : this.#sessions.get(cookie)
    if (cookie !== undefined && !known) return sessionExpired()
    if (known && expires(context, known)) {
      this.#sessions.delete(known.id)
      return sessionExpired()
    }
    if (!known && this.#taken() >= settings.licences) return noLicence()
    this.#admit(exchange, known, { honoured: settings.sessions !== 'ignored', nowMs })
    return null
  }

  leave({ base }: Context, exchange: Exchange, answer: Answer): Answer {
    if (!this.#inside.has(exchange)) return answer
    const session = this.#inside.get(exchange) ?? null
    this.#inside.delete(exchange)
    if (session === null) return answer
    session.usedAtMs = base.clock.nowMs()
    const wish = exchange.headers['ibsession'] ?? ''
    if (wish === 'finish') this.#sessions.delete(session.id)
    if (wish !== 'start') return answer
    return { ...answer, headers: { ...answer.headers, 'Set-Cookie': `${COOKIE}=${session.id}; path=/` } }
  }

  #admit(exchange: Exchange, known: Session | undefined, how: { honoured: boolean; nowMs: number }): void {
    const wanted = how.honoured && exchange.headers['ibsession'] === 'start'
    const session = known ?? (wanted ? { id: randomUUID(), requests: 0, usedAtMs: how.nowMs } : null)
    if (session) {
      session.requests++
      session.usedAtMs = how.nowMs
      this.#sessions.set(session.id, session)
    }
    this.#inside.set(exchange, session)
  }

  /** Licences in use: kept sessions and requests that run without one. */
  #taken(): number {
    return this.#sessions.size + [...this.#inside.values()].filter((session) => session === null).length
  }

  #forgetIdle(nowMs: number): void {
    const busy = new Set(this.#inside.values())
    for (const session of this.#sessions.values()) {
      if (!busy.has(session) && nowMs - session.usedAtMs > SESSION_MAX_AGE_MS) this.#sessions.delete(session.id)
    }
  }
}

function expires({ settings }: Context, session: Session): boolean {
  const every = settings.sessionExpiresEvery
  return settings.sessions === 'expired' && every > 0 && (session.requests + 1) % every === 0
}

function cookieOf(exchange: Exchange): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(exchange.headers['cookie'] ?? '')?.[1]
}
