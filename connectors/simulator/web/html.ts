/** HTML with escaping by default: whatever stands in `${}` of an `html` template is text unless it is `Html` itself. */

export class Html {
  readonly text: string

  /** Trusted markup; the only ways here are the `html` template and the style and script of this client. */
  constructor(text: string) {
    this.text = text
  }
}

export type Part = Html | string | number | null | undefined | false | readonly Part[]

/** `html`<b>${name}</b>`` -> markup in which `name` is escaped; empty parts vanish, lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let text = strings[0] ?? ''
  for (const [at, part] of parts.entries()) text += rendered(part) + (strings[at + 1] ?? '')
  return new Html(text)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function rendered(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map((item) => rendered(item)).join('')
  return escapeHtml(String(part))
}
