/** The screen of a catalogue item. */
import { historyBox } from './history-box.ts'
import { type Html, html } from './html.ts'
import type { CardValues } from './card-pages.ts'
import type { Card, CardField } from './cards.ts'
import { choicesOf } from './look.ts'
import { withPanel } from './panel-host.ts'
import { checkField, field, selectField } from './parts.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import { recordForm } from './record-view.ts'
import type { WebRequest } from './request.ts'

/** Longest text of a contact (`Представление`). */
const CONTACT_LENGTH = 500

export function cardView(
  request: WebRequest,
  shown: { card: Card; kind: RecordKind<CardValues>; screen: Screen<CardValues> },
): Html {
  const { card, kind, screen } = shown
  const fields = html`<div class="fields">
    ${card.fields.map((given) => box(request, given, screen.values[given.name] ?? ''))}
  </div>`
  const form = recordForm(request, kind, { screen, fields })
  const framed = card.section === 'counterparties' ? screen.entity : undefined
  const content = html`${form}
    <div class="boxes">${historyBox(request, screen.entity)}</div>`
  return withPanel(request, { noun: 'counterparty', entity: framed }, content)
}

function box(request: WebRequest, given: CardField, value: string): Html {
  const { say, context } = request
  const input = { name: given.name, label: say(given.label), value, wide: given.wide === true }
  switch (given.is) {
    case 'yes-no':
      return checkField(given.name, input.label, value === 'on')
    case 'date':
      return field({ ...input, type: 'date' })
    case 'ref':
      return selectField(input, [
        { value: '', text: say('chosenNothing') },
        ...choicesOf(context.base, given.to, value),
      ])
    case 'choice':
      return selectField(
        input,
        given.of.map((choice) => ({ value: choice.value, text: say(choice.label) })),
      )
    default:
      return field({ ...input, length: given.is === 'text' ? given.length : CONTACT_LENGTH })
  }
}
