/** Finds the codes that the sources throw and show, so that a code without a sentence cannot slip through. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

export interface Source {
  file: string
  text: string
}

export function sources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file: join(folder, file), text: readFileSync(join(ROOT, folder, file), 'utf8') })),
  )
}

/** What the first group of a pattern catches, each once, in order. */
export function codes(texts: { text: string }[], pattern: RegExp): string[] {
  return sorted(texts.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))
}

export interface Thrown {
  /** Every text that may stand as the first argument: also both branches of a choice. */
  codes: string[]
  /** Files where the first argument is put together, which no reading of the sources can follow. */
  composed: string[]
}

/** First arguments of `new Problem(…)`, or of any other call that ends in an opening bracket. */
export function firstArguments(texts: Source[], call: RegExp): Thrown {
  const found = texts.flatMap(({ file, text }) =>
    [...text.matchAll(call)].map((match) => ({ file, argument: firstArgument(text, match.index + match[0].length) })),
  )
  const literal = found.map(({ file, argument }) => ({ file, texts: [...argument.matchAll(/'([^']*)'/g)] }))
  return {
    codes: sorted(literal.flatMap(({ texts: some }) => some.map((match) => match[1] ?? '')).filter(isCode)),
    composed: sorted(literal.filter(({ texts: some }) => some.length === 0).map(({ file }) => file)),
  }
}

const isCode = (text: string) => /^[a-z-]+\.[a-z0-9-]+$/.test(text)

/** Up to the comma or bracket that ends it; brackets and texts inside count as a whole. */
function firstArgument(text: string, from: number): string {
  let depth = 0
  let quote = ''
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (`'"\``.includes(sign)) quote = sign
    else if (depth === 0 && ',)'.includes(sign)) return text.slice(from, at)
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
  }
  return text.slice(from)
}

function sorted(list: string[]): string[] {
  return [...new Set(list)].toSorted()
}
