/** Deciding by keyboard: J and K move from item to item, 1 2 3 give its answers, Enter the recommended one. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { inHandAfter, triageDeedOf } from '../lib/triage.ts'

/** One thing to decide: its answers in the order of its buttons, and which of them is recommended. */
export interface ToDecide {
  id: string
  answers: (() => void)[]
  recommended: number
}

/** @returns the id of the item in hand, and what its element gets so that it can be moved to */
export function useTriage(items: ToDecide[]): {
  inHand: string
  place: (id: string) => (element: HTMLElement | null) => void
} {
  const [inHand, setInHand] = useState('')
  const elements = useRef(new Map<string, HTMLElement>())
  const order = useRef<string[]>([])
  useLayoutEffect(() => {
    const now = items.map(({ id }) => id)
    const next = inHandAfter(inHand, order.current, now)
    order.current = now
    if (next === inHand) return
    setInHand(next)
    // The focus went with the item; one that stands elsewhere is not taken away.
    if (document.activeElement === document.body) elements.current.get(next)?.focus()
  }, [items, inHand])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const deed = triageDeedOf(event, event.target)
      if (deed === null) return
      const at = items.findIndex(({ id }) => id === inHand)
      if ('move' in deed) {
        const next = items[Math.min(Math.max(at + deed.move, 0), items.length - 1)]
        if (!next) return
        setInHand(next.id)
        elements.current.get(next.id)?.focus()
      } else {
        const item = items[at]
        if (!item) return
        item.answers[deed.answer === 'recommended' ? item.recommended : deed.answer]?.()
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [items, inHand])
  const place = useCallback(
    (id: string) => (element: HTMLElement | null) => {
      if (element) elements.current.set(id, element)
      else elements.current.delete(id)
    },
    [],
  )
  return { inHand, place }
}
