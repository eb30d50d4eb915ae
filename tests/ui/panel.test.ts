/** How the panel writes sums, dates and moments, and which language it speaks. */
import { describe, expect, it } from 'vitest'
import { day, moment, money, quantity, sum } from '../../ui-extension/panel/format.ts'
import { chosenLanguage, wordsIn } from '../../ui-extension/panel/words.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('The panel writes', () => {
  it.each([
    [16_350_001, '163 500,01', '163,500.01'],
    [5, '0,05', '0.05'],
    [-100_000_00, '−100 000,00', '−100,000.00'],
    [Number.MAX_SAFE_INTEGER, '90 071 992 547 409,91', '90,071,992,547,409.91'],
  ])('%i kopecks to the last of them', (minor, ru, en) => {
    expect([plain(sum('ru', minor)), sum('en', minor)]).toEqual([ru, en])
    expect(plain(money('ru', minor))).toBe(`${ru} ₽`)
  })

  it.each([
    [3_000, '3'],
    [1_500, '1,5'],
    [1_234_567, '1 234,567'],
    [10, '0,01'],
  ])('%i thousandths without empty places', (milli, ru) => {
    expect(plain(quantity('ru', milli))).toBe(ru)
  })

  it('a day as people do, and what is no day as it is', () => {
    expect([day('ru', '2026-11-24'), day('en', '2026-11-24'), day('ru', '')]).toEqual(['24.11.2026', '24/11/2026', ''])
  })

  it('the time alone for today, with the day for any other', () => {
    const now = new Date(2026, 10, 24, 12, 0)

    expect(moment('ru', new Date(2026, 10, 24, 9, 5).toISOString(), now)).toBe('09:05')
    expect(moment('ru', new Date(2026, 10, 23, 9, 5).toISOString(), now)).toBe('23.11.2026 09:05')
  })
})

describe('The panel speaks', () => {
  it.each([
    ['?lang=en', ['ru-RU'], 'en'],
    ['?lang=ru', ['en-US'], 'ru'],
    ['', ['de-DE', 'en-GB', 'ru'], 'en'],
    ['', ['de-DE'], 'ru'],
    ['?lang=xx', ['en'], 'en'],
  ])('the language of the address, else of the browser: "%s" %s', (search, wanted, language) => {
    expect(chosenLanguage(search, wanted)).toBe(language)
  })

  it('facts as text: a fact is never a place for another fact', () => {
    expect(wordsIn('ru').say('asOf', { base: '{{at}} $&', at: '10:42' })).toBe('По данным базы {{at}} $& на 10:42.')
  })
})
