/** The common frame of record screens: the bar of deeds and the hidden facts of a form. */
import type { Entity } from '../base/model.ts'
import { type Html, html, type Part } from './html.ts'
import { stateOf } from './look.ts'
import { deedButton, hidden, noticeBox } from './parts.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import type { WebRequest } from './request.ts'

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

function deeds(request: WebRequest, entity: Entity | undefined, set: string): Part {
  const { say } = request
  const state = entity ? stateOf(entity) : undefined
  const document = set.startsWith('Document_')
  if (state === 'marked') return deedButton('unmark', say('unmark'), 'main')
  return [
    // The first button is what Enter presses.
    document
      ? deedButton('post-close', say('postAndClose'), 'main')
      : deedButton('save-close', say('saveAndClose'), 'main'),
    deedButton('save', say('save')),
    document && deedButton('post', say('post')),
    state === 'posted' && deedButton('unpost', say('unpost')),
    state && deedButton('mark', say('mark')),
  ]
}
