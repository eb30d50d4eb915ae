/** A request of a signed-in person to the web client, and the few kinds of answers it can have. */
import type { Context } from '../context.ts'
import type { Answer, Exchange } from '../http/http.ts'
import type { Entity } from '../base/model.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import type { PostedForm } from './posted-form.ts'
import type { WebUser } from './users.ts'
import type { Language, Say } from './words/say.ts'

export interface WebRequest {
  context: Context
  exchange: Exchange
  user: WebUser
  language: Language
  say: Say
  /** `/buh`, without a slash at the end. */
  root: string
  /** Parts of the path below the root: `['invoices', '<key>']`. */
  path: string[]
  /** Present with POST. */
  form: PostedForm | null
}

/** Sentence shown above a page: what has been done, what was refused, what deserves a look. */
export interface Notice {
  tone: 'done' | 'refused' | 'careful'
  title: string
  lines: string[]
}

const PAGE_HEADERS = {
  'Content-Type': 'text/html;charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
}

/** Everything a page may load comes from the base itself; the panel is a page of its own. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ')

/** What stands in the frame of a page. */
export interface Content {
  title: string
  body: Html
  /** Shown beside the title. */
  badge?: Html | undefined
}

export function pageAnswer(request: WebRequest, content: Content, status = 200): Answer {
  const { panel } = request.context
  const framed = panel ? { 'Content-Security-Policy': `${CONTENT_POLICY}; frame-src ${new URL(panel.url).origin}` } : {}
  return markupAnswer(status, page(request, content), framed)
}

/** A whole document; `page` and the sign-in page make them. */
export function markupAnswer(status: number, document: Html, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { ...PAGE_HEADERS, 'Content-Security-Policy': CONTENT_POLICY, ...headers },
    body: document.text,
  }
}

/** Leads the browser on after a POST, so that reloading repeats nothing. */
export function redirect(to: string, headers: Record<string, string> = {}): Answer {
  return { status: 303, headers: { Location: encodeURI(to), 'Cache-Control': 'no-store', ...headers }, body: '' }
}

export function notFound(request: WebRequest): Answer {
  const { say } = request
  return pageAnswer(request, { title: say('notFoundTitle'), body: html`<p class="empty">${say('notFound')}</p>` }, 404)
}

/** The record a path points at; folders have no form. */
export function findRecord(request: WebRequest, set: string): Entity | undefined {
  const entity = request.context.base.get(set, request.path[1] ?? '')
  return entity?.fields['IsFolder'] === true ? undefined : entity
}
