/** Reads what the base, or something in front of it, said when it refused: five observed forms, any of them cut or with a byte-order mark. */

import { isObject, textIn } from './json.ts'

export interface Said {
  /** `odata`: the interface itself answered; `exception`: the web extension did; `other`: a page of a server or proxy. */
  form: 'odata' | 'exception' | 'other'
  /** Error code of the interface as text, `''` when there is none. */
  code: string
  /** Quotation for a person: one line, bounded. */
  text: string
}

/** A sentence longer than this helps nobody and may carry a whole record. */
const LONGEST_QUOTATION = 600

/** Understands an error body; never throws. */
export function whatTheBaseSaid(body: string): Said {
  const bare = body.replace(/^\uFEFF/, '').trimStart()
  if (bare.startsWith('{')) return fromJson(bare)
  const code = /<(?:\w+:)?code>(-?\d{1,5})<\//.exec(bare)
  if (code && /<(?:\w+:)?error[\s>]/.test(bare)) return said('odata', code[1] ?? '', element(bare, 'message'))
  if (/<exception[\s>]/.test(bare)) return said('exception', '', element(bare, 'descr'))
  return said('other', '', withoutTags(bare))
}

function fromJson(body: string): Said {
  const parsed = parse(body)
  const error = parsed?.['odata.error']
  if (isObject(error)) return said('odata', textIn(error['code']), messageOf(error['message']))
  const exception = parsed?.['exception']
  if (isObject(exception)) return said('exception', '', innermost(exception))
  return said('other', '', '')
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}

function messageOf(message: unknown): string {
  if (isObject(message)) return textIn(message['value'])
  return typeof message === 'string' ? message : ''
}

/** The inner description is the sentence for people; the outer one repeats it behind HTTP words. */
function innermost(exception: Record<string, unknown>): string {
  const inner = exception['inner']
  const deeper = isObject(inner) ? inner['descr'] : ''
  return typeof deeper === 'string' && deeper !== '' ? deeper : textIn(exception['descr'])
}

function element(xml: string, name: string): string {
  return withoutTags(new RegExp(`<(?:\\w+:)?${name}[^<>]*>([^<]*)<`).exec(xml)?.[1] ?? '')
}

/** No tag reaches over the beginning of another: a page of nothing but `<` is gone through once, not once for each of them. */
function withoutTags(markup: string): string {
  return markup
    .replace(/<(script|style|title)[^<>]*>[^<]*<\/\1>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function said(form: Said['form'], code: string, text: string): Said {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return { form, code, text: line.length > LONGEST_QUOTATION ? `${line.slice(0, LONGEST_QUOTATION)}…` : line }
}
