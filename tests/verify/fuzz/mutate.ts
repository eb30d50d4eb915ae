/** Makes inputs that are nearly right: pieces cut, doubled, swapped and replaced by words that hurt. */
import type { Dice } from '../aids/dice.ts'

/** Words that have hurt somebody before, whatever the language of the input. */
const NASTY = [
  '{ } [ ] ( ) " \' \\ \\" , : ; / < > & = % # ? * | ~ ` ^ - + _ . ..'.split(' '),
  [
    '',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\u0000',
    '\u0007',
    '\u001f',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\ufffd',
  ],
  ['\ud83d', '\ude00', '😀', 'ß', 'İ', 'ё', 'Ё', 'я', '中', '\u202e', '\u200b', 'e\u0301'],
  ['null', 'true', 'false', 'undefined', 'NaN', 'Infinity', '-0', '{}', '[]', '""', '[[[[[[', '{"a":{"a":{"a":'],
  ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'length', 'then', '$ref'],
  [
    '0',
    '-1',
    '1',
    '007',
    '1e5',
    '1E-7',
    '1e999',
    '0x1F',
    '0.1',
    '.5',
    '5.',
    '1.005',
    '-0.005',
    '1_000',
    '23 000',
    '1,5',
  ],
  ['9007199254740991', '9007199254740993', '-9007199254740992', '18446744073709551616', '99999999999999999999.99'],
  ['2147483648', '1e22', '0.30000000000000004', '123456789012345678.90', '4.35', '1.15'],
  ['0001-01-01T00:00:00', '2026-02-31', '9999-12-31T23:59:59', '2026-11-24T25:61:61', '2026-11-24T10:00:00Z'],
  [
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '0000000d-2e00-11ef-8a00-00000000000',
  ],
  [
    '%00',
    '%',
    '%zz',
    '%E0%A4%A',
    '%C0%AF',
    '%2e%2e%2f',
    '../',
    '..\\',
    '\\u0000',
    '\\ud83d',
    '\\ude00',
    '\\\\ud83d\\ude00',
  ],
  ["'; drop table clients; --", "' or '1'='1", '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '<!--', '-->', ']]>'],
  ['<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '&#0;', '&#x110000;', '<?xml version="1.0"?>', '<![CDATA[', 'xmlns:a="b"'],
].flat()

/** Half a sign of UTF-16, which no encoding can carry. */
export const HALF_SIGN = /\p{Surrogate}/u

/** Longest input of an ordinary case, characters. */
const ORDINARY = 6_000
/** Once in so many cases a piece is repeated until the input is large: what is slow for large inputs shows itself. */
const LARGE_ONCE_IN = 2_500
const LARGE = 150_000

/** A piece of the corpus after a few accidents. */
export function mutated(corpus: readonly string[], words: readonly string[], dice: Dice): string {
  let text = dice.of(corpus)
  const accidents = dice.onceIn(12) ? 0 : 1 + dice.below(5)
  for (let at = 0; at < accidents && text.length <= ORDINARY; at++) text = accident(text, { corpus, words, dice })
  return dice.onceIn(LARGE_ONCE_IN) ? swollen(text, words, dice) : text
}

interface Means {
  corpus: readonly string[]
  words: readonly string[]
  dice: Dice
}

function accident(text: string, { corpus, words, dice }: Means): string {
  const [from, until] = span(text, dice)
  const word = dice.onceIn(2) && words.length > 0 ? dice.of(words) : dice.of(NASTY)
  const [before, piece, after] = [text.slice(0, from), text.slice(from, until), text.slice(until)]
  switch (dice.below(9)) {
    case 0:
      return before
    case 1:
      return before + after
    case 2:
      return before + piece.repeat(1 + dice.below(4)) + after
    case 3:
      return before + word + piece + after
    case 4:
      return before + word + after
    case 5:
      return before + String.fromCharCode(text.charCodeAt(from) ^ (1 << dice.below(8))) + text.slice(from + 1)
    case 6:
      return before + after.slice(0, piece.length) + piece + after.slice(piece.length)
    case 7:
      return text.replace(/-?\d+(\.\d+)?/, word)
    default:
      return before + dice.of(corpus).slice(from)
  }
}

/** One short piece many times over, in the place where it stood. */
function swollen(text: string, words: readonly string[], dice: Dice): string {
  const [from] = span(text, dice)
  const own = text.slice(from, from + 1 + dice.below(12))
  const piece = dice.of([own, dice.of(NASTY), words.length > 0 ? dice.of(words) : own])
  if (piece === '') return text
  return text.slice(0, from) + piece.repeat(Math.ceil(LARGE / piece.length)) + text.slice(from)
}

/** A place and a short length, more often than not at the border of a word. */
function span(text: string, dice: Dice): [number, number] {
  const from = dice.below(text.length + 1)
  const long = dice.onceIn(4) ? dice.below(200) : dice.below(12)
  return [from, Math.min(text.length, from + long)]
}

/** Bytes of a text, now and then with a bit turned over, so that they are no UTF-8 any more. */
export function bytesOf(text: string, dice: Dice): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length > 0 && dice.onceIn(10)) {
    const at = dice.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8))
  }
  return bytes
}

/** The same bytes in pieces, as they come off a wire. */
export function inChunks(bytes: Buffer, dice: Dice): Uint8Array[] {
  if (dice.onceIn(2)) return [bytes]
  const at = dice.below(bytes.length + 1)
  return [bytes.subarray(0, at), bytes.subarray(at)]
}
