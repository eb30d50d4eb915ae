/** The journal of changes of one record: who did what, and which values moved. */
import { minorOf } from '../base/amounts.ts'
import type { HistoryLine, ValueChange } from '../base/history.ts'
import type { Entity, Scalar } from '../base/model.ts'
import { emptyValues, objectOf } from '../base/objects.ts'
import { presentationOf } from '../base/presentation.ts'
import { html, type Part } from './html.ts'
import type { WebRequest } from './request.ts'
import { showMinor, showMoment } from './typed.ts'
import type { WordKey } from './words/say.ts'

/** Newest lines of the journal that a screen shows. */
const MAX_SHOWN_LINES = 20
/** Digits after the point by which a sum is known among numbers. */
const MONEY_DIGITS = 2
const DEEDS: Record<HistoryLine['deed'], WordKey> = {
  created: 'created',
  changed: 'changed',
  posted: 'postedDeed',
  unposted: 'unpostedDeed',
}

export function historyBox(request: WebRequest, entity: Entity | undefined): Part {
  if (!entity) return null
  const { say } = request
  const lines = request.context.ledger.history.of(entity.set, entity.key).slice(-MAX_SHOWN_LINES)
  return html`<section class="box">
    <h2>${say('history')}</h2>
    ${lines.length === 0 && html`<p class="faint">${say('historyEmpty')}</p>`}
    <ol class="history">
      ${lines.toReversed().map(
        (line) =>
          html`<li>
            <time>${showMoment(line.at)}</time> <b>${line.by || say('unknownAuthor')}</b> — ${say(DEEDS[line.deed])}
            ${
              line.changes.length > 0 &&
              html`<ul>
                ${line.changes.map((change) => html`<li>${changeWords(request, entity, change)}</li>`)}
              </ul>`
            }
          </li>`,
      )}
    </ol>
  </section>`
}

function changeWords(request: WebRequest, entity: Entity, change: ValueChange): Part {
  const { before, after, name } = change
  if (entity.rows[name]) {
    const key = before === after ? 'rowsTouched' : 'rowsChanged'
    return `${name}: ${request.say(key, { before: String(before), after: String(after) })}`
  }
  const shown = (value: Scalar) => shownValue(request, { entity, name, value })
  return html`${name.replace(/_Key$/, '')}: <s>${shown(before)}</s> → ${shown(after)}`
}

/** A key is shown as the name of what it points at, a sum as money, a yes or no in words. */
function shownValue(request: WebRequest, at: { entity: Entity; name: string; value: Scalar }): string {
  const { value } = at
  if (typeof value === 'boolean') return request.say(value ? 'yes' : 'no')
  const { base } = request.context
  const fields = objectOf(base.profile, at.entity.set)?.fields ?? []
  const type = fields.find((field) => at.name in emptyValues(field))?.type
  if (type?.is === 'number' && type.fraction === MONEY_DIGITS) return showMinor(minorOf(value))
  const target = type?.is === 'ref' ? base.get(type.to, String(value)) : undefined
  if (target) return presentationOf(target)
  return /^\d{4}-\d\d-\d\dT/.test(String(value)) ? showMoment(String(value)) : String(value)
}
