/** Keys of the screens work by their place on the keyboard, whatever the layout prints on them. */
import { describe, expect, it } from 'vitest'
import { inHandAfter, triageDeedOf } from '../../ui-extension/crm/lib/triage.ts'
import { deedOf, GOES, goTarget, type Press } from '../../ui-extension/crm/lib/shortcuts.ts'

describe('Keyboard shortcuts', () => {
  it('open the palette with Ctrl+K even while typing, in every layout', () => {
    expect(deedOf(press('KeyK', { ctrlKey: true }), true)).toBe('palette')
    expect(deedOf(press('KeyK', { metaKey: true }), false)).toBe('palette')
  })

  it('leave bare letters to the field one types into', () => {
    expect(deedOf(press('Slash'), true)).toBeNull()
    expect(deedOf(press('KeyG'), true)).toBeNull()
  })

  it('tell search from help on the same key', () => {
    expect(deedOf(press('Slash'), false)).toBe('search')
    expect(deedOf(press('Slash', { shiftKey: true }), false)).toBe('help')
  })

  it('press the issue button with Ctrl+I', () => {
    expect(deedOf(press('KeyI', { ctrlKey: true }), true)).toBe('issue')
  })

  it('never take keys that belong to Alt', () => {
    expect(deedOf(press('KeyG', { altKey: true }), false)).toBeNull()
  })

  it('lead from g and a letter to every screen, and from other letters nowhere', () => {
    expect(Object.keys(GOES).map(goTarget)).toEqual(Object.values(GOES))
    expect(goTarget('KeyZ')).toBeNull()
    expect(goTarget('toString')).toBeNull()
  })
})

describe('Deciding by keyboard', () => {
  const here = { closest: () => null }
  const within = (what: string) => ({ closest: (selector: string) => (selector.includes(what) ? {} : null) })

  it('moves with J and K, answers with 1 2 3, and gives the recommended answer with Enter', () => {
    const deeds = ['KeyJ', 'KeyK', 'Digit1', 'Digit3', 'Enter'].map((code) => triageDeedOf(press(code), here as never))

    expect(deeds).toEqual([{ move: 1 }, { move: -1 }, { answer: 0 }, { answer: 2 }, { answer: 'recommended' }])
  })

  it('never answers while somebody types, while a dialog is open, or with a key that is held', () => {
    expect(triageDeedOf(press('Digit1'), within('input') as never)).toBeNull()
    expect(triageDeedOf(press('Enter'), within('dialog') as never)).toBeNull()
    expect(triageDeedOf(press('Digit1', { ctrlKey: true }), here as never)).toBeNull()
  })

  it('goes on with the question that takes the place of an answered one, not with the first', () => {
    const before = ['a', 'b', 'c', 'd', 'e']

    expect(inHandAfter('c', before, ['a', 'b', 'd', 'e']), 'one was answered').toBe('d')
    expect(inHandAfter('b', before, ['a', 'e']), 'several were answered at once').toBe('e')
    expect(inHandAfter('b', before, ['new', 'a', 'c', 'd', 'e']), 'others arrived meanwhile').toBe('c')
    expect(inHandAfter('e', before, ['a', 'b', 'c', 'd']), 'the last one was answered').toBe('d')
    expect(inHandAfter('c', before, before), 'nothing was answered').toBe('c')
    expect(inHandAfter('a', ['a'], []), 'nothing is left').toBe('')
    expect(inHandAfter('', before, ['b']), 'nothing was in hand').toBe('')
  })

  it('leaves Enter to the button that has the focus', () => {
    expect(triageDeedOf(press('Enter'), within('button') as never)).toBeNull()
  })
})

function press(code: string, held: Partial<Press> = {}): Press {
  return { code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}
