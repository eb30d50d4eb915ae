/** Signing in and out, oneself, and the sentences of the language. */
import { changeMe } from '../../actions/change-me.ts'
import { changePassword } from '../../actions/change-password.ts'
import { signIn } from '../../actions/sign-in.ts'
import { signOut } from '../../actions/sign-out.ts'
import { notFound } from '../../domain/problem.ts'
import { me } from '../../reports/me.ts'
import { isLanguage, wordsOf } from '../../words/say.ts'
import * as Ask from '../contract/requests.ts'
import type { RouteTable } from '../route.ts'
import { csrfWord } from '../session.ts'

type PeopleRoute =
  | 'POST /api/session'
  | 'DELETE /api/session'
  | 'GET /api/me'
  | 'PATCH /api/me'
  | 'POST /api/me/password'
  | 'GET /api/words/:language'

export const peopleRoutes: RouteTable<PeopleRoute> = {
  'POST /api/session': {
    verb: null,
    body: Ask.signIn,
    handle: async (ctx, { body, cookie, token: formerToken }) => {
      const { viewer, token, expiresAt } = await signIn(ctx, { ...body, formerToken })
      cookie.start(token, expiresAt)
      return { ...(await me({ ...ctx, viewer })), csrf: csrfWord(token) }
    },
  },
  'DELETE /api/session': {
    verb: 'use',
    status: 204,
    handle: async (ctx, { cookie, token }) => {
      await signOut(ctx, token)
      cookie.end()
      return null
    },
  },
  'GET /api/me': {
    verb: 'use',
    handle: async (ctx, { token }) => ({ ...(await me(ctx)), csrf: csrfWord(token) }),
  },
  'PATCH /api/me': {
    verb: 'use',
    body: Ask.changeMe,
    handle: async (ctx, { body, token }) => {
      await changeMe(ctx, body)
      return { ...(await me(ctx)), csrf: csrfWord(token) }
    },
  },
  'POST /api/me/password': {
    verb: 'use',
    body: Ask.changePassword,
    handle: async (ctx, { body, cookie, token: formerToken }) => {
      const { token, expiresAt } = await changePassword(ctx, { ...body, token: formerToken })
      cookie.start(token, expiresAt)
      return { ...(await me(ctx)), csrf: csrfWord(token) }
    },
  },
  'GET /api/words/:language': {
    verb: null,
    handle: (_ctx, { name }) => {
      if (!isLanguage(name)) throw notFound('language')
      return Promise.resolve({ ...wordsOf(name) })
    },
  },
}
