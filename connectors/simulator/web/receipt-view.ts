/** The screen of a bank receipt: head, allocation over invoices, journal. */
import { allocationEditor } from './allocation-editor.ts'
import { historyBox } from './history-box.ts'
import { type Html, html } from './html.ts'
import { choicesOf, COUNTERPARTIES, ORGANISATIONS } from './look.ts'
import { withPanel } from './panel-host.ts'
import { field, longField, selectField } from './parts.ts'
import type { ReceiptValues } from './receipt-form.ts'
import type { RecordKind, Screen } from './record-pages.ts'
import { recordForm } from './record-view.ts'
import type { WebRequest } from './request.ts'

export function receiptView(request: WebRequest, kind: RecordKind<ReceiptValues>, screen: Screen<ReceiptValues>): Html {
  const form = recordForm(request, kind, {
    screen,
    live: 'receipt',
    fields: [head(request, screen.values), allocationEditor(request, screen.values)],
  })
  const content = html`${form}
    <div class="boxes">${historyBox(request, screen.entity)}</div>`
  return withPanel(request, { noun: 'bank-receipt', entity: screen.entity }, content)
}

function head({ say, context }: WebRequest, values: ReceiptValues): Html {
  const { base } = context
  const none = { value: '', text: say('chosenNothing') }
  const payers = [none, ...choicesOf(base, COUNTERPARTIES, values.payer)]
  const firms = [none, ...choicesOf(base, ORGANISATIONS, values.organisation)]
  return html`<div class="fields">
    ${field({ name: 'number', label: say('number'), value: values.number, hint: say('numberHint'), length: 11 })}
    ${field({ name: 'date', label: say('date'), value: values.date, type: 'datetime-local', required: true })}
    ${selectField({ name: 'organisation', label: say('organisation'), value: values.organisation }, firms)}
    ${selectField({ name: 'payer', label: say('payer'), value: values.payer }, payers)}
    ${field({ name: 'bankNumber', label: say('bankNumber'), value: values.bankNumber, length: 20 })}
    ${field({ name: 'bankDate', label: say('bankDate'), value: values.bankDate, type: 'date' })}
    ${field({ name: 'amount', label: say('amount'), value: values.amount, numeric: true })}
    ${longField({ name: 'purpose', label: say('purpose'), value: values.purpose, length: 210 })}
  </div>`
}
