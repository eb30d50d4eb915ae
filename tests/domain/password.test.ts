/** What a new password must be: long and not among the first that are tried; nothing is said about which signs it has (ASVS 5.0 6.2). */
import { describe, expect, it } from 'vitest'
import { commonPasswords } from '../../bridge/actions/common-passwords.ts'
import { checkNewPassword, spellPassword } from '../../bridge/domain/password.ts'
import { DEMO_PASSWORD } from '../../bridge/cli/demo/data.ts'
import { Problem } from '../../bridge/domain/problem.ts'

const ANNA = { login: 'anna.ivanova', name: 'Анна Иванова' }
const isCommon = await commonPasswords()

/** Code of the refusal, '' = it may be set. */
function refusalOf(password: string): string {
  try {
    checkNewPassword(password, ANNA, isCommon)
    return ''
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

describe('A new password', () => {
  it.each([
    'три слова подряд',
    'лошадь скрепка батарея',
    'correct horse battery staple',
    'ааббввггддеежж',
    '   ведро   ',
    '7391640528',
    'пароль от сейфа бабушки',
    '🐎🔋📎🐎🔋📎🐎🔋📎📎',
    'ы'.repeat(50) + 'ю'.repeat(50),
    'anna.ivanova и все все все',
  ])('may be %j: no sign is demanded and none is forbidden', (password) => {
    expect(refusalOf(password)).toBe('')
  })

  it('has at least ten signs, however they are stored', () => {
    expect(refusalOf('девятьзна')).toBe('password.too-short')
    // Nine letters й of two signs each, as a Mac sends them.
    expect(refusalOf('й'.normalize('NFD').repeat(9))).toBe('password.too-short')
    expect(refusalOf('🐎🔋📎🐎🔋📎🐎🔋📎')).toBe('password.too-short')
  })

  it('has at most a hundred signs, so that one can sign in with it', () => {
    expect(refusalOf('ы'.repeat(50) + 'ю'.repeat(51))).toBe('password.too-long')
  })

  it.each([
    ['as the list has it', 'qwertyuiop'],
    ['in capitals', 'QwErTyUiOp'],
    ['in wide letters', 'ｑｗｅｒｔｙｕｉｏｐ'],
    ['with the year behind it', 'password2024'],
    ['with a few signs behind it', 'basketball!!1'],
    ['typed on the Russian layout', 'йцукенгшщз'],
    ['a Russian name whose keys are in the list', 'Александра'],
    ['said twice', 'qwertyqwerty'],
    ['said three times and counted', 'dragondragondragon7'],
    ['one sign again and again', 'ааааааааааааа'],
    ['two signs again and again', '12121212121'],
    ['counting', '1234567890'],
  ])('is not one of those that are tried first: %s', (_how, password) => {
    expect(refusalOf(password)).toBe('password.common')
  })

  it.each(['anna.ivanova', 'Anna-Ivanova', 'Анна Иванова', 'ИВАНОВА анна', 'annaivanova1'])(
    'is not the own name or login: %s',
    (password) => {
      expect(refusalOf(password)).toBe('password.own-name')
    },
  )

  it.each(['строка\nи другая', 'звонок\u0007звонок'])('is one line of text: %j', (password) => {
    expect(refusalOf(password)).toBe('password.broken')
  })
})

describe('The list of common passwords', () => {
  it('has the three thousand that are tried first, and many more', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const first = dictionary['passwords-common'].slice(0, 3_000)

    expect(new Set(first).size).toBe(3_000)
    expect(first.every(isCommon)).toBe(true)
    expect(first.slice(0, 3)).toEqual(['123456', 'password', '12345678'])
  })

  it('refuses, with the digits that may stand behind them, far more than three thousand of ten signs and more', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const long = dictionary['passwords-common']
      .filter((word) => word.length >= 6)
      .map((word) => word.padEnd(10, '2024'))

    expect(long.filter((word) => refusalOf(word) === 'password.common').length).toBeGreaterThan(40_000)
  })
})

describe('The spelling of a password', () => {
  it('is the same on every device, and leaves those that are set already alone', () => {
    expect(spellPassword('ёлка й'.normalize('NFD'))).toBe(spellPassword('ёлка й'))
    expect(spellPassword(DEMO_PASSWORD)).toBe(DEMO_PASSWORD)
  })
})
