/** Cuts a filter into tokens: names, literals, signs. */

export interface Token {
  is: 'name' | 'number' | 'text' | 'guid' | 'datetime' | 'sign' | 'end'
  /** Of literals the value without quotes, with doubled quotes made single. */
  text: string
}

const PATTERN =
  /\s*(?:(?<kind>guid|datetime)'(?<typed>[^']*)'|'(?<text>(?:[^']|'')*)'|(?<number>\d+(?:\.\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>[(),/:\-*]))/uy

/** Null when something in the text is no token. */
export function tokenize(text: string): Token[] | null {
  const tokens: Token[] = []
  const source = text.trim()
  PATTERN.lastIndex = 0
  while (PATTERN.lastIndex < source.length) {
    const found = PATTERN.exec(source)
    if (!found?.groups) return null
    tokens.push(tokenOf(found.groups))
  }
  return [...tokens, { is: 'end', text: '' }]
}

function tokenOf(groups: Record<string, string | undefined>): Token {
  const { kind, typed, text, number, name, sign } = groups
  if (kind === 'guid' || kind === 'datetime') return { is: kind, text: typed ?? '' }
  if (text !== undefined) return { is: 'text', text: text.replaceAll("''", "'") }
  if (number !== undefined) return { is: 'number', text: number }
  return name === undefined ? { is: 'sign', text: sign ?? '' } : { is: 'name', text: name }
}
