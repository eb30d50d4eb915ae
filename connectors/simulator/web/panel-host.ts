/**
 * The panel of the CRM in the forms of the web client, as the extension of a real base would host it. A form opens and is saved without a
 * word to the CRM; only afterwards its page asks the base for the address of the panel, and the base asks the CRM for a ticket.
 */
import type { PanelDoor } from '../context.ts'
import { type Answer, htmlAnswer, plainJson } from '../http/http.ts'
import type { Entity } from '../base/model.ts'
import { type Html, html } from './html.ts'
import type { WebRequest } from './request.ts'

/** Longer than this the base does not wait for the CRM. */
const PATIENCE_MS = 3_000
const NOUNS = ['invoice', 'counterparty', 'bank-receipt']

/** The content of a form with the place of the panel beside it; a record that is not written yet has none. */
export function withPanel(
  { context, root, say }: WebRequest,
  { noun, entity }: { noun: string; entity: Entity | undefined },
  content: Html,
): Html {
  if (!context.panel || !entity) return content
  return html`<div class="with-panel">
    <div>${content}</div>
    <aside class="panel" data-panel="${root}/panel/${noun}/${entity.key}" data-away="${say('panelAway')}">
      <h2>${say('panel')}</h2>
      <p role="status">${say('panelLoading')}</p>
      <script src="${root}/assets/panel.js" defer></script>
    </aside>
  </div>`
}

/** Where the panel of a record is to be opened: with a ticket, or without one when the CRM cannot be reached. */
export async function panelAnswer({ context, user, language, path }: WebRequest): Promise<Answer> {
  const [, noun = '', key = ''] = path
  const { panel } = context
  if (!panel || !NOUNS.includes(noun) || !/^[0-9a-f-]{36}$/.test(key)) return htmlAnswer(404, '404', '')
  const about = [user.name, noun, key].join('/')
  const { ticket, refusal } = await askTicket(panel, { user: user.name, noun, key }, language)
  if (refusal !== undefined) return plainJson(200, { refusal })
  const fragment = new URLSearchParams({ about, ...(ticket !== undefined && { ticket }) })
  return plainJson(200, { url: `${panel.url}/panel/?lang=${language}#${fragment.toString()}` })
}

interface Asked {
  ticket?: string
  /** What the CRM said instead. */
  refusal?: string
}

async function askTicket({ url, key }: PanelDoor, wanted: object, language: string): Promise<Asked> {
  try {
    const answer = await fetch(`${url}/api/panel/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify(wanted),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const said = (await answer.json()) as { ticket?: string; detail?: string }
    if (answer.ok && said.ticket !== undefined) return { ticket: said.ticket }
    return answer.status < 500 && said.detail !== undefined ? { refusal: said.detail } : {}
  } catch {
    // Nobody there, too slow, or no answer of ours: the panel says so with what it has shown before.
    return {}
  }
}
