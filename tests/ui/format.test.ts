/** Figures and dates as people of each language read them. */
import { describe, expect, it } from 'vitest'
import { amount, count, day, money, quantity, relative, secondsUntil } from '../../ui-extension/crm/lib/format.ts'

const NOW = Date.parse('2026-02-01T09:30:00Z')

describe('Sums on the screens', () => {
  it.each([
    [16350001, '163\u202F500,01\u00A0₽', '163,500.01\u00A0₽'],
    [0, '0,00\u00A0₽', '0.00\u00A0₽'],
    [5, '0,05\u00A0₽', '0.05\u00A0₽'],
    [-100, '−1,00\u00A0₽', '−1.00\u00A0₽'],
    [123456789012345, '1\u202F234\u202F567\u202F890\u202F123,45\u00A0₽', '1,234,567,890,123.45\u00A0₽'],
  ])('%d kopecks keep every kopeck, the currency stands after the sum', (minor, ru, en) => {
    expect(money(minor, 'ru')).toBe(ru)
    expect(money(minor, 'en')).toBe(en)
  })

  it('leave the currency out of table cells', () => {
    expect(amount(4850000, 'ru')).toBe('48\u202F500,00')
  })

  it.each([
    [1000, '1'],
    [1500, '1,5'],
    [2, '0,002'],
    [1234567, '1\u202F234,567'],
  ])('%d thousandths show no idle zeros', (milli, text) => {
    expect(quantity(milli, 'ru')).toBe(text)
  })

  it('group plain counts', () => {
    expect(count(12480, 'ru')).toBe('12\u202F480')
    expect(count(999, 'en')).toBe('999')
  })
})

describe('Dates on the screens', () => {
  it('show the date of a document as the base has it, in no time zone', () => {
    expect(day('2026-01-31', 'ru')).toBe('31.01.2026')
    expect(day('2026-01-31', 'en')).toBe('31 Jan 2026')
    expect(day('', 'ru')).toBe('')
  })

  it('say how long ago something was while that helps, the date itself later', () => {
    expect(relative('2026-02-01T09:25:00Z', 'ru', NOW)).toBe('5 минут назад')
    expect(relative('2026-02-01T07:00:00Z', 'en', NOW)).toBe('2 hours ago')
    expect(relative('2025-11-03T07:00:00Z', 'ru', NOW)).toContain('03.11.2025')
  })

  it('count down to the next try and never below zero', () => {
    expect(secondsUntil('2026-02-01T09:30:29.100Z', NOW)).toBe(30)
    expect(secondsUntil('2026-02-01T09:00:00Z', NOW)).toBe(0)
  })
})
