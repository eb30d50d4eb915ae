/** What one row of the route table says, with request and answer typed by the contract. */
import type { TSchema } from 'typebox'
import type { Context } from '../actions/context.ts'
import type { Verb } from '../domain/allow.ts'
import type { ChangeEvent, RouteName, Routes } from './contract.ts'
import type { SessionCookie } from './session.ts'

/** A request after all checks. */
export interface Asked<Name extends RouteName> {
  /** The `:id` of the path, '' where there is none. */
  id: string
  /** The `:language` of the path, '' where there is none. */
  name: string
  query: Routes[Name]['query']
  body: Routes[Name]['body']
  /** `Idempotency-Key`, '' when none was sent. */
  requestKey: string
  cookie: SessionCookie
  /** Token of the asker's session; '' before sign-in. */
  token: string
  /** What was shown as a bearer, '' for nothing; only routes with `opens` look at it. */
  bearer: string
  /** Opens what the installation has sealed. */
  unseal: (sealed: string) => string
}

export interface Row<Name extends RouteName> {
  /** What the viewer must be allowed somewhere; the record itself is checked by the action. `null` = no sign-in needed. */
  verb: Verb | null
  /** Called by a program: the bearer by which it is let in, looked at by what handles it. */
  opens?: 'key of a base' | 'token of a panel'
  query?: TSchema
  body?: TSchema
  /** Moves money: `Idempotency-Key` is needed, and the same key gives the same answer for ever. */
  once?: true
  /** 200 unless told. */
  status?: 201 | 204
  handle: (ctx: Context, asked: Asked<Name>) => Promise<Routes[Name]['answer']>
  /** Whom to tell after it is done. */
  tell?: (answer: Routes[Name]['answer'], asked: Asked<Name>) => ChangeEvent[]
}

export type RouteTable<Names extends RouteName = RouteName> = { [Name in Names]: Row<Name> }

/** `POST /api/clients/:id` -> its two parts. */
export function splitName(name: RouteName): { method: string; path: string } {
  const [method = '', path = ''] = name.split(' ')
  return { method, path }
}
