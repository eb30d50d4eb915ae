/** Small pieces that forms and lists are put together from. */
import { type Html, html, type Part } from './html.ts'
import { icon, type IconName } from './icons.ts'
import type { Notice } from './request.ts'
import { showMinor } from './typed.ts'
import type { Say } from './words/say.ts'

export interface Choice {
  value: string
  text: string
  /** Heading of the group the choice stands under. */
  group?: string
}

export interface Input {
  name: string
  label: string
  value: string
  type?: 'text' | 'datetime-local' | 'date' | 'email' | 'tel' | 'password'
  hint?: string
  length?: number
  wide?: boolean
  required?: boolean
  /** Whole numbers and sums are set to the right. */
  numeric?: boolean
}

export function field(input: Input): Html {
  return labelled(input.label, input.wide, inputBox(input))
}

/** An input without a visible label, for a cell of a table. */
export function cellInput(input: Input): Html {
  return inputBox(input, input.label)
}

export function longField(input: Input): Html {
  const box = html`<textarea name="${input.name}" rows="2" maxlength="${input.length ?? 1000}">
${input.value}</textarea>`
  return labelled(input.label, true, box)
}

export function selectField(input: Input, choices: readonly Choice[]): Html {
  return labelled(
    input.label,
    input.wide,
    html`<select name="${input.name}">
      ${options(input.value, choices)}
    </select>`,
  )
}

export function cellSelect(input: Input, choices: readonly Choice[]): Html {
  return html`<select name="${input.name}" aria-label="${input.label}">
    ${options(input.value, choices)}
  </select>`
}

export function checkField(name: string, label: string, checked: boolean): Html {
  return html`<label class="check"
    ><input type="checkbox" name="${name}" value="on" ${checked && html`checked`} /> ${label}</label
  >`
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`
}

/** A button that submits the form with its deed. */
export function deedButton(deed: string, text: Part, look: 'main' | 'usual' | 'small' = 'usual'): Html {
  return html`<button name="deed" value="${deed}" class="${look}">${text}</button>`
}

/** The cross at the end of a row of a form. */
export function removeLineButton(say: Say, at: number): Html {
  return html`<button name="deed" value="remove-line.${at}" class="cross" aria-label="${say('removeLine')} ${at + 1}">
    ×
  </button>`
}

export function noticeBox(notice: Notice | null): Part {
  if (!notice) return null
  return html`<div class="notice ${notice.tone}" role="${notice.tone === 'done' ? 'status' : 'alert'}">
    <b>${notice.title}</b>
    ${notice.lines.map((line) => html`<p>${line}</p>`)}
  </div>`
}

export function stateBadge(say: Say, state: IconName & ('posted' | 'draft' | 'marked' | 'active')): Html {
  return html`<span class="badge ${state}">${icon(state)}${say(state)}</span>`
}

/** The same badge for a narrow column: a drawing whose word is told on hover and to screen readers. */
export function stateMark(say: Say, state: IconName & ('posted' | 'draft' | 'marked' | 'active')): Html {
  return html`<span class="badge ${state}" title="${say(state)}"
    >${icon(state)}<span class="aside">${say(state)}</span></span
  >`
}

/** How much of a sum is paid: a bar with the words beside it. */
export function paidBar(say: Say, sums: { totalMinor: number; paidMinor: number }): Html {
  const { totalMinor, paidMinor } = sums
  if (paidMinor <= 0 || totalMinor <= 0) return html`<span class="faint">${say('unpaid')}</span>`
  const share = Math.floor((100 * Math.min(paidMinor, totalMinor)) / totalMinor)
  return html`<span class="paid" title="${showMinor(paidMinor)}"
    ><progress max="100" value="${share}">${share}</progress> ${say('paidShare', { share })}</span
  >`
}

function inputBox(input: Input, ariaLabel?: string): Html {
  return html`<input
    name="${input.name}"
    type="${input.type ?? 'text'}"
    value="${input.value}"
    ${input.type === 'datetime-local' && html`step="1"`}
    ${input.length !== undefined && html`maxlength="${input.length}"`}
    ${input.hint !== undefined && html`placeholder="${input.hint}"`}
    ${input.numeric && html`class="number" inputmode="decimal"`}
    ${input.required && html`required`}
    ${ariaLabel !== undefined && html`aria-label="${ariaLabel}"`}
    autocomplete="off"
  />`
}

function labelled(label: string, wide: boolean | undefined, box: Html): Html {
  return html`<label class="field${wide ? ' wide' : ''}"><span>${label}</span>${box}</label>`
}

function options(value: string, choices: readonly Choice[]): Part {
  const groups = [...new Set(choices.map((choice) => choice.group ?? ''))]
  return groups.map((group) => {
    const inside = choices.filter((choice) => (choice.group ?? '') === group).map((choice) => option(value, choice))
    return group === '' ? inside : html`<optgroup label="${group}">${inside}</optgroup>`
  })
}

function option(value: string, choice: Choice): Html {
  return html`<option value="${choice.value}" ${choice.value === value && html`selected`}>${choice.text}</option>`
}
