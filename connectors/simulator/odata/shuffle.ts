/** Puts a list into an arbitrary but repeatable order. */

/** A new order by the given chance (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values]
  for (let last = order.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    const moved = order[at] as T
    order[at] = order[last] as T
    order[last] = moved
  }
  return order
}
