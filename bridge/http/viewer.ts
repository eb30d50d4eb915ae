/** Who asks: what the session middleware found out, kept beside the request. */
import type { IncomingMessage } from 'node:http'
import express, { type Request } from 'express'
import type { Viewer } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { isLanguage, type Language } from '../words/say.ts'

/** A signed-in asker. `token` stays in memory: it signs the CSRF word of its session. */
export interface Asker {
  viewer: Viewer
  token: string
  kind: 'cookie' | 'bearer'
}

const askers = new WeakMap<Request, Asker>()

export function rememberAsker(request: Request, asker: Asker): void {
  askers.set(request, asker)
}

/** @throws Problem `session.needed` when nobody is signed in, or the session has ended. */
export function askerOf(request: Request): Asker {
  const asker = askers.get(request)
  if (!asker) throw new Problem('session.needed')
  return asker
}

/** Token of the session that the request came with, '' for none. */
export function tokenOf(request: Request): string {
  return askers.get(request)?.token ?? ''
}

/** Language of the viewer; before sign-in the one that the browser asks for. */
export function languageOf(request: Request): Language {
  return askers.get(request)?.viewer.language ?? languageAskedFor(request)
}

/** The first language that the browser names and we speak, Russian otherwise; for requests that Express has not seen, too. */
export function languageAskedFor(request: IncomingMessage): Language {
  const wanted = express.request.acceptsLanguages.call(request as Request, 'ru', 'en')
  return typeof wanted === 'string' && isLanguage(wanted) ? wanted : 'ru'
}
