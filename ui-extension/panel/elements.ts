/** Small pieces of a page, made by hand: whatever is given as text stays text. */

export type Part = Node | string | null

/** `make('p', 'faint', 'text', other)`; an empty class is none. */
export function make(name: string, look: string, ...parts: Part[]): HTMLElement {
  const element = document.createElement(name)
  if (look !== '') element.className = look
  for (const part of parts) if (part !== null) element.append(part)
  return element
}

export function section(title: string, ...parts: Part[]): HTMLElement {
  return make('section', '', make('h2', '', title), ...parts)
}

/** Names with their values; what has no value is left out. */
export function facts(pairs: [name: string, value: Part][]): HTMLElement {
  const list = make('dl', '')
  for (const [name, value] of pairs)
    if (value !== null && value !== '') list.append(make('div', '', make('dt', '', name), make('dd', '', value)))
  return list
}

/** A table with a heading for each column; the columns named in `numeric` are set to the right. */
export function table(heads: string[], rows: string[][], numeric: number[]): HTMLElement {
  const look = (at: number) => (numeric.includes(at) ? 'number' : '')
  const head = (text: string, at: number) => {
    const cell = make('th', look(at), text)
    cell.setAttribute('scope', 'col')
    return cell
  }
  const body = rows.map((row) => make('tr', '', ...row.map((text, at) => make('td', look(at), text))))
  return make('table', '', make('thead', '', make('tr', '', ...heads.map(head))), make('tbody', '', ...body))
}

/** Where the window is narrow the table moves, not the page; by keyboard too. */
export function scrolled(part: Part): HTMLElement {
  const box = make('div', 'scroll', part)
  box.tabIndex = 0
  return box
}
