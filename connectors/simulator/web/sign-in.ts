/** Signing in, signing out and the choice of the language. */
import type { Context } from '../context.ts'
import type { Answer, Exchange } from '../http/http.ts'
import { html } from './html.ts'
import { icon } from './icons.ts'
import { frame, languageSwitch } from './layout.ts'
import { deedButton, field, noticeBox } from './parts.ts'
import { readForm } from './posted-form.ts'
import { markupAnswer, type Notice, redirect } from './request.ts'
import { closeSession, languageCookie, openSession } from './sessions.ts'
import { findUser } from './users.ts'
import { type Language, sayIn } from './words/say.ts'

export interface Visit {
  context: Context
  exchange: Exchange
  language: Language
  /** `/buh` */
  root: string
}

export function signInPage(visit: Visit, status = 200, name = ''): Answer {
  const { root, language, context } = visit
  const say = sayIn(language)
  const title = say('signInTitle', { base: context.baseName })
  const wrong = status === 403 ? ({ tone: 'refused', title: say('signInWrong'), lines: [] } satisfies Notice) : null
  const body = html`<main class="sign-in">
    <form method="post" action="${root}/sign-in">
      <p class="brand">${icon('ledger')}<span>${say('product')}</span></p>
      <h1>${title}</h1>
      ${noticeBox(wrong)} ${field({ name: 'user', label: say('user'), value: name, required: true })}
      ${field({ name: 'password', label: say('password'), value: '', type: 'password', required: true })}
      ${deedButton('sign-in', say('signIn'), 'main')} ${languageSwitch(language, root)}
    </form>
  </main>`
  return markupAnswer(status, frame({ language, root, title }, body))
}

export function signIn(visit: Visit): Answer {
  const form = readForm(visit.exchange.body)
  const name = form?.text('user') ?? ''
  const user = findUser(name, form?.text('password') ?? '')
  if (!user) return signInPage(visit, 403, name)
  return redirect(`${visit.root}/invoices`, { 'Set-Cookie': openSession(visit.context.base, user, visit.root) })
}

export function signOut(visit: Visit): Answer {
  return redirect(`${visit.root}/`, { 'Set-Cookie': closeSession(visit.context.base, visit.exchange, visit.root) })
}

/** Remembers the language and leads back to where the person came from. */
export function chooseLanguage(visit: Visit, language: Language): Answer {
  const { exchange, root } = visit
  const referer = exchange.headers['referer'] ?? ''
  const ours = referer.startsWith(`${exchange.origin}${encodeURI(root)}/`)
  const back = ours ? decodeURI(referer.slice(exchange.origin.length)) : `${root}/`
  return redirect(back, { 'Set-Cookie': languageCookie(language, root) })
}
