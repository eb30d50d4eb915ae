/** The common parts of record screens: the bar of deeds, the hidden facts of a form, the journal of changes. */
import { emptyValues, objectOf } from '../objects.ts'
import type { HistoryLine, ValueChange } from '../history.ts'
import type { Entity, Scalar } from '../model.ts'
import { presentationOf } from '../presentation.ts'
import type { Html, Part } from './html.ts'
import { html } from './html.ts'
import { stateOf } from './look.ts'
import { deedButton, hidden, noticeBox, stateBadge } from './parts.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import type { WebRequest } from './request.ts'
import { showMoment } from './typed.ts'
import type { WordKey } from './words/say.ts'

/** Newest lines of the journal that a screen shows. */
const MAX_SHOWN_LINES = 20
const DEEDS: Record<HistoryLine['deed'], WordKey> = {
  created: 'created',
  changed: 'changed',
  posted: 'postedDeed',
  unposted: 'unpostedDeed',
}

/** A form around its fields. `live` names the recalculation that the script of the client does while typing. */
export function recordForm<Values>(
  request: WebRequest,
  kind: RecordKind<Values>,
  content: { screen: Screen<Values>; live?: string; fields: Part; extraDeeds?: Part },
): Html {
  const { screen } = content
  const target = screen.entity ? screen.key : 'new'
  return html`${noticeBox(screen.notice)}
    <form
      method="post"
      action="${request.root}/${kind.section}/${target}"
      class="record"
      data-live="${content.live ?? ''}"
    >
      ${hidden('key', screen.key)} ${hidden('version', String(screen.entity?.version ?? ''))}
      <div class="toolbar">${deeds(request, screen.entity, kind.set)} ${content.extraDeeds}</div>
      ${content.fields}
    </form>`
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

function deeds(request: WebRequest, entity: Entity | undefined, set: string): Part {
  const { say } = request
  const state = entity ? stateOf(entity) : undefined
  const document = set.startsWith('Document_')
  if (state === 'marked') return [stateBadge(say, 'marked'), deedButton('unmark', say('unmark'), 'main')]
  return [
    // The first button is what Enter presses.
    document
      ? deedButton('post-close', say('postAndClose'), 'main')
      : deedButton('save-close', say('saveAndClose'), 'main'),
    deedButton('save', say('save')),
    document && deedButton('post', say('post')),
    state === 'posted' && deedButton('unpost', say('unpost')),
    state && deedButton('mark', say('mark')),
    state && stateBadge(say, state),
  ]
}

function changeWords(request: WebRequest, entity: Entity, change: ValueChange): Part {
  if (entity.rows[change.name]) {
    return `${change.name}: ${request.say('rowsChanged', { before: String(change.before), after: String(change.after) })}`
  }
  const shown = (value: Scalar) => shownValue(request, entity, change.name, value)
  return html`${change.name.replace(/_Key$/, '')}: <s>${shown(change.before)}</s> → ${shown(change.after)}`
}

/** A key is shown as the name of what it points at, a yes or no in words. */
function shownValue(request: WebRequest, entity: Entity, name: string, value: Scalar): string {
  if (typeof value === 'boolean') return request.say(value ? 'yes' : 'no')
  const { base } = request.context
  const field = objectOf(base.profile, entity.set)?.fields.find((given) => name in emptyValues(given))
  const target = field?.type.is === 'ref' ? base.get(field.type.to, String(value)) : undefined
  if (target) return presentationOf(target)
  return /^\d{4}-\d\d-\d\dT/.test(String(value)) ? showMoment(String(value)) : String(value)
}
