/** Bytes of an answer as text: pages are long and Cyrillic, and servers cut and break them. */
import { describe, expect, it } from 'vitest'
import { textFrom } from '../../../connectors/odata/decode.ts'

const PAGE = `\uFEFF{"value":["${'Ромашка «Ёлка» 🌼 & Co '.repeat(2_000)}"]}`

describe('Text of an answer', () => {
  it('is the same for a long page as for a short one, letter by letter', () => {
    expect(textFrom(Buffer.from(PAGE))).toBe(PAGE)
    expect(textFrom(Buffer.from('Ё'))).toBe('Ё')
    expect(textFrom(Buffer.alloc(0))).toBe('')
  })

  it('shows a long page that was cut inside a letter up to there, and a broken byte as such', () => {
    const bytes = Buffer.from(PAGE)
    const cut = bytes.subarray(0, bytes.indexOf(Buffer.from('Ромашка', 'utf8')) + 1)
    const long = Buffer.concat([bytes, cut])

    expect(textFrom(long)).toBe(`${PAGE}${cut.toString('utf8')}`)
    expect(textFrom(long).endsWith('\uFFFD')).toBe(true)
  })
})
