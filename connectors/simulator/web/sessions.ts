/** Who is signed in, by a random token in a cookie; kept in memory with the base they belong to. */
import { randomBytes } from 'node:crypto'
import type { Base } from '../base/base.ts'
import type { Exchange } from '../http/http.ts'
import type { WebUser } from './users.ts'

const SESSION_COOKIE = 'base-session'
const LANGUAGE_COOKIE = 'base-language'
const TOKEN_BYTES = 24
/** The oldest session goes when one more would exceed this. */
const MAX_SESSIONS = 200

const sessionsByBase = new WeakMap<Base, Map<string, WebUser>>()

/** @returns the value of a `Set-Cookie` header */
export function openSession(base: Base, user: WebUser, path: string): string {
  const sessions = sessionsOf(base)
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  sessions.set(token, user)
  const [oldest] = sessions.keys()
  if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
  return cookie(SESSION_COOKIE, token, path)
}

export function closeSession(base: Base, exchange: Exchange, path: string): string {
  sessionsOf(base).delete(readCookie(exchange, SESSION_COOKIE))
  return `${cookie(SESSION_COOKIE, '', path)}; Max-Age=0`
}

export function signedIn(base: Base, exchange: Exchange): WebUser | undefined {
  return sessionsOf(base).get(readCookie(exchange, SESSION_COOKIE))
}

export function languageCookie(language: string, path: string): string {
  return cookie(LANGUAGE_COOKIE, language, path)
}

export function readLanguage(exchange: Exchange): string {
  return readCookie(exchange, LANGUAGE_COOKIE)
}

function sessionsOf(base: Base): Map<string, WebUser> {
  let sessions = sessionsByBase.get(base)
  if (!sessions) sessionsByBase.set(base, (sessions = new Map<string, WebUser>()))
  return sessions
}

function cookie(name: string, value: string, path: string): string {
  return `${name}=${value}; Path=${encodeURI(path)}/; HttpOnly; SameSite=Lax`
}

function readCookie(exchange: Exchange, name: string): string {
  const pairs = (exchange.headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([given]) => given === name)?.[1] ?? ''
}
