/** Which rows of a long list are in sight: all have one height, so the place of each follows from its number. */
import { useEffect, useState, type RefObject } from 'react'

/** Rows drawn beyond the edges, so that quick scrolling shows no gaps. */
const BEYOND = 12
/** Drawn before the box is measured. */
const AT_FIRST = 30

/** Numbers of the first and the last row to draw, 0 = the first of the list. */
export function useSight(box: RefObject<HTMLElement | null>, rowPx: number): { first: number; last: number } {
  const [sight, setSight] = useState({ first: 0, last: AT_FIRST })
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const look = () => {
      const first = Math.max(0, Math.floor(element.scrollTop / rowPx) - BEYOND)
      const last = Math.ceil((element.scrollTop + element.clientHeight) / rowPx) + BEYOND
      setSight((seen) => (seen.first === first && seen.last === last ? seen : { first, last }))
    }
    const watch = new ResizeObserver(look)
    watch.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, rowPx])
  return sight
}
