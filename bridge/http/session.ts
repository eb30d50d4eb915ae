/** Who is asking, and whether the request is really theirs: session cookie or bearer token, and the guard against forgery. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { Problem } from '../domain/problem.ts'
import { NOBODY } from '../actions/context.ts'
import { prolongSession, recogniseSession } from '../actions/recognise-session.ts'
import type { Deps } from './deps.ts'
import { askerOf, rememberAsker, type Asker } from './viewer.ts'

const COOKIE = 'zveno_session'
/** Longest token that is worth a look, characters. */
const MOST_TOKEN = 200
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Finds the asker, if there is one; routes decide whether they need one. */
export function recognise(deps: Pick<Deps, 'contextFor' | 'secure'>) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const shown = shownToken(request)
    const found = shown && (await recogniseSession(deps.contextFor(NOBODY, 'ask'), shown.token))
    if (found && found.kind === shown.kind) {
      rememberAsker(request, { viewer: found.viewer, ...shown })
      if (found.stale) await liveOn(deps, response, shown.token)
    }
    next()
  }
}

/** Whether a token that has been shown once still opens a session. */
export async function isSession(deps: Pick<Deps, 'contextFor'>, token: string): Promise<boolean> {
  return (await recogniseSession(deps.contextFor(NOBODY, 'ask'), token)) !== undefined
}

async function liveOn(deps: Pick<Deps, 'contextFor' | 'secure'>, response: Response, token: string): Promise<void> {
  const expiresAt = await prolongSession(deps.contextFor(NOBODY, 'act'), token)
  sessionCookie(response, deps.secure).start(token, expiresAt)
}

function shownToken(request: Request): Omit<Asker, 'viewer'> | undefined {
  const bearer = bearerOf(request)
  const token = bearer || cookieOf(request)
  if (!token || token.length > MOST_TOKEN) return undefined
  return { token, kind: bearer === '' ? 'cookie' : 'bearer' }
}

/** What a program shows instead of a cookie, '' for nothing. */
export function bearerOf(request: Request): string {
  return /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? ''
}

function cookieOf(request: Request): string | undefined {
  const cookies = (request.get('cookie') ?? '').split(';').map((cookie) => cookie.trim())
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1)
}

/**
 * A page of another site can make a browser send our cookie, but can neither hide where it comes from nor read the CSRF
 * word. Programs with a bearer token send no cookie and need no word.
 * @throws Problem `request.forged`
 */
export function refuseForged(request: Request): void {
  if (!CHANGING.has(request.method)) return
  if (!isSameOrigin(request)) throw new Problem('request.forged')
}

function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.get('origin')
  return origin === undefined || hostOf(origin) === request.get('host')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** @throws Problem `request.forged` when the word of the session is missing or another's. */
export function needCsrfWord(request: Request): void {
  const { kind, token } = askerOf(request)
  if (kind === 'bearer' || !CHANGING.has(request.method)) return
  const shown = hash('sha256', request.get('x-csrf') ?? '', 'buffer')
  const expected = hash('sha256', csrfWord(token), 'buffer')
  if (!timingSafeEqual(shown, expected)) throw new Problem('request.forged')
}

/** Follows from the token, so that nothing more needs storing; the token does not follow from it. */
export function csrfWord(token: string): string {
  return hash('sha256', `csrf:${token}`, 'base64url')
}

export interface SessionCookie {
  start(token: string, expiresAt: string): void
  end(): void
}

export function sessionCookie(response: Response, secure: boolean): SessionCookie {
  const settings = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
  return {
    start: (token, expiresAt) => response.cookie(COOKIE, token, { ...settings, expires: new Date(expiresAt) }),
    end: () => response.clearCookie(COOKIE, settings),
  }
}
