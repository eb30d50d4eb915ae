/** The accountant's web client of the simulated base at `/{base}/`: server-rendered pages over the same ledger as OData. */
import type { Context } from '../context.ts'
import { type Answer, type Exchange, htmlAnswer } from '../http/http.ts'
import { assetAnswer } from './assets.ts'
import { readForm } from './posted-form.ts'
import { panelAnswer } from './panel-host.ts'
import { notFound, redirect, type WebRequest } from './request.ts'
import { SECTION_PAGES } from './sections.ts'
import { readLanguage, signedIn } from './sessions.ts'
import { chooseLanguage, signIn, signInPage, signOut, type Visit } from './sign-in.ts'
import { type Language, type Say, sayIn } from './words/say.ts'

/** Answers everything below `/{base}/` that is not OData. */
export async function serveWeb(context: Context, exchange: Exchange): Promise<Answer> {
  const root = `/${context.baseName}`
  const path = exchange.path.slice(root.length).split('/').filter(Boolean)
  const language: Language = readLanguage(exchange) === 'en' ? 'en' : 'ru'
  const visit: Visit = { context, exchange, language, root }
  const say = sayIn(language)
  if (exchange.method === 'POST' && !isSameOrigin(exchange)) return htmlAnswer(403, '403', say('foreignOrigin'))
  const open = openToAll(visit, path)
  if (open) return open
  const user = signedIn(context.base, exchange)
  if (!user) return signInPage(visit)
  if (path[0] === 'panel') return panelAnswer({ ...visit, user, say, path, form: null })
  if (exchange.method !== 'POST') return servePage({ ...visit, user, say, path, form: null })
  const form = readForm(exchange.body)
  return form ? servePage({ ...visit, user, say, path, form }) : tooLarge(say)
}

/** What needs no signing in: style and script, the sign-in itself, the language. */
function openToAll(visit: Visit, path: string[]): Answer | null {
  const [first, second] = path
  const posting = visit.exchange.method === 'POST'
  if (first === 'assets' && !posting) return assetAnswer(second ?? '')
  if (first === 'sign-in') return posting ? signIn(visit) : signInPage(visit)
  if (first === 'sign-out' && posting) return signOut(visit)
  if (first === 'language' && (second === 'ru' || second === 'en')) return chooseLanguage(visit, second)
  return null
}

function servePage(request: WebRequest): Answer {
  const [first, second] = request.path
  if (first === undefined) return redirect(`${request.root}/invoices`)
  if (first === 'exchange' && request.form) return turnExchange(request)
  const section = SECTION_PAGES.find((pages) => pages.name === first)
  if (!section) return notFound(request)
  if (second === undefined) return section.list(request)
  return request.form ? section.submit(request, request.form) : section.open(request)
}

/** The publication goes away for programs outside and comes back; the accountant works on, as in life. Knob `down`. */
function turnExchange({ context: { settings }, root }: WebRequest): Answer {
  settings.down = !settings.down
  return redirect(`${root}/invoices`)
}

/** Browsers name the origin of every POST; a request that says it comes from elsewhere is not carried out. */
function isSameOrigin(exchange: Exchange): boolean {
  const { origin, host } = exchange.headers
  return origin === undefined || /^https?:\/\/(.+)$/.exec(origin)?.[1] === host
}

function tooLarge(say: Say): Answer {
  return htmlAnswer(413, '413', say('tooLarge'))
}
