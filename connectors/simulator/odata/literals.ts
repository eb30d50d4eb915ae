/** Quoted texts and lists of arguments as they stand in addresses: `Ref_Key=guid'…', LineNumber=1`. */
import { refuse } from './errors.ts'

export interface Argument {
  /** '' when the argument has no name. */
  name: string
  /** The literal as written. */
  value: string
}

/**
 * Splits arguments at commas outside of quotes. Inner quotes must be doubled (observed); with `both` a quote that is not
 * followed by a comma or the end is taken as part of the text (documented).
 */
export function splitArguments(inside: string, innerQuotes: 'doubled' | 'both'): Argument[] {
  const parts = innerQuotes === 'both' ? splitLoosely(inside) : splitStrictly(inside)
  return parts.map((part) => {
    const named = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=(.*)$/su.exec(part)
    return { name: named?.[1] ?? '', value: (named?.[2] ?? part).trim() }
  })
}

/** `'it''s'` -> `it's`; null when the text is not one quoted literal. */
export function unquote(literal: string): string | null {
  if (literal.length < 2 || !literal.startsWith("'") || !literal.endsWith("'")) return null
  return literal.slice(1, -1).replaceAll("''", "'")
}

function splitStrictly(inside: string): string[] {
  const parts = inside.match(/(?:[^',]|'(?:[^']|'')*')+/gu) ?? []
  if (parts.join(',') !== inside) throw refuse.badCall('()')
  for (const part of parts) checkQuotes(part)
  return parts
}

/** One argument holds one literal: nothing but a name and a type word may stand before the quote, nothing after it. */
function checkQuotes(part: string): void {
  if (part.includes("'") && !/^[^']*'(?:[^']|'')*'\s*$/su.test(part)) throw refuse.badCall('()')
}

function splitLoosely(inside: string): string[] {
  const parts = inside.split(/,(?=\s*[\p{L}_][\p{L}\p{N}_]*\s*=)/u)
  return parts.map((part) => part.trim())
}
