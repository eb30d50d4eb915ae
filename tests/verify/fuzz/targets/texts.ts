/** Texts that people and programs send us: bodies before they are parsed, places of pages, tax numbers, tokens. */
import { refuseBrokenText } from '../../../../bridge/http/check-text.ts'
import { Problem } from '../../../../bridge/domain/problem.ts'
import { searchKey } from '../../../../bridge/domain/search-key.ts'
import { taxNumberFault } from '../../../../bridge/domain/tax-number.ts'
import { readPlace, writePlace } from '../../../../bridge/reports/pages.ts'
import { bytesOf, HALF_SIGN } from '../mutate.ts'
import { hold, type Target } from '../target.ts'

const isProblem = (error: unknown) => error instanceof Problem
const CLIENT = '{"name":"ООО «Ромашка» \\u0041\\\\ \\ud83d\\ude00","note":"line\\nline\\ttab"}'

const bodies: Target = {
  name: 'bodies',
  corpus: [CLIENT, '{"name":"\\\\ud83d"}', '"\\\\\\ude00"', '["\\ud83d\\ude00\\ud83d\\ude00"]'],
  words: [
    '\\',
    '\\\\',
    '\\ud83d',
    '\\ude00',
    '\\udbff',
    '\\udc00',
    '\\u0001',
    '\\u001F',
    '\\b',
    '\\f',
    '\\u007f',
    'u0000',
  ],
  remembered: ['"\\\\ud83d\\ude00"', `"${'\\'.repeat(150_000)}"`],
  run(input, dice) {
    const bytes = bytesOf(input, dice)
    refuseBrokenText(null, null, bytes)
    const texts = textsIn(parsed(bytes.toString('utf8')))
    hold(!texts.some((text) => HALF_SIGN.test(text)), 'half a sign was let in')
    hold(!texts.some((text) => CONTROL.test(text)), 'a control sign was let in')
  },
  allowed: isProblem,
}

/** Line ends and tabs are text. */
const CONTROL = /(?![\t\n\r\u007f-\u009f])\p{Cc}/u

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => [name, ...textsIn(child)])
}

const places: Target = {
  name: 'places',
  corpus: [
    writePlace(['ромашка', 7]),
    writePlace(['2026-11-24', 12345]),
    Buffer.from('["x",1e300]').toString('base64url'),
  ],
  words: ['WyJ', 'XQ', '==', '-_', writePlace(['', 0])],
  run(input) {
    const place = readPlace(input)
    hold(place === null || (typeof place[0] === 'string' && Math.abs(place[1]) < 2 ** 31), 'a place that is none')
  },
  allowed: isProblem,
}

const NUMBERS = ['7701000026', '770100002600', '0000000000', ' 77 01 000026\u00a0']

const numbers: Target = {
  name: 'tax-numbers',
  corpus: NUMBERS,
  words: ['0', '00', ' ', '\u200b', '٣'],
  run(input) {
    hold(
      taxNumberFault(input) !== null || /^\d{10}(\d{2})?$/.test(input.replaceAll(/[\s\u00a0\u200b\ufeff]/g, '')),
      'no tax number was taken',
    )
    hold(
      searchKey(input) === searchKey(` ${input.toUpperCase().toLowerCase()} `) || !/^[а-яё0-9 ]*$/.test(input),
      'a name is found only as it is spelled',
    )
  },
  allowed: isProblem,
}

export const textTargets: Target[] = [bodies, places, numbers]
