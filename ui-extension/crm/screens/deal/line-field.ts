/** Where the first field of each line is found, to put the cursor there. */

/** Puts the cursor into a line that may be about to be drawn. */
export function focusLine(place: number): void {
  requestAnimationFrame(() => document.getElementById(lineFieldId(place))?.focus())
}

export function lineFieldId(place: number): string {
  return `deal-line-${place}`
}
