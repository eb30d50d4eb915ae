/** Keys of deciding, by their place on the keyboard: they work in every layout. */
import type { Press } from './shortcuts.ts'

export type TriageDeed = { move: 1 | -1 } | { answer: number | 'recommended' }

const ANSWERS = ['Digit1', 'Digit2', 'Digit3']
/** What has a meaning of its own for these keys. */
const OWN_KEYS = 'input, textarea, select, [contenteditable="true"], [role="dialog"]'
/** Enter on them does what they say. */
const OWN_ENTER = 'button, a, summary'

/** @param target element that has the focus; an answer is never given while somebody types or a dialog is open */
export function triageDeedOf(press: Press, target: EventTarget | null): TriageDeed | null {
  if (press.altKey || press.ctrlKey || press.metaKey || press.shiftKey || isWithin(target, OWN_KEYS)) return null
  if (press.code === 'KeyJ') return { move: 1 }
  if (press.code === 'KeyK') return { move: -1 }
  if (press.code === 'Enter') return isWithin(target, OWN_ENTER) ? null : { answer: 'recommended' }
  const answer = ANSWERS.indexOf(press.code)
  return answer < 0 ? null : { answer }
}

/**
 * Which item is in hand once the list has changed: the same while it is there, else what stood behind it and is still there, else the
 * last one. So an answer leads on to the next question, whether one item went or several.
 * @param before ids in their former order @param now ids in their order now @returns '' = none
 */
export function inHandAfter(inHand: string, before: string[], now: string[]): string {
  if (inHand === '' || now.includes(inHand)) return inHand
  const behind = before.slice(before.indexOf(inHand) + 1)
  return behind.find((id) => now.includes(id)) ?? now.at(-1) ?? ''
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  const { closest } = (target ?? {}) as { closest?: (selector: string) => unknown }
  return closest !== undefined && closest.call(target, selector) !== null
}
