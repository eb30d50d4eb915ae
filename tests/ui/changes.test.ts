/** What accounting changed in an invoice, as the manager reads it (M-14). */
import { describe, expect, it } from 'vitest'
import { byLine, changeText } from '../../ui-extension/crm/lib/changes.ts'

describe('Differences of an invoice', () => {
  it('stand together by line, the header first', () => {
    const lines = byLine([
      { line: 2, field: 'price', before: '48500.00', after: '46075.00' },
      { line: 0, field: 'total', before: '163500.01', after: '161075.01' },
      { line: 2, field: 'sum', before: '48500.00', after: '46075.00' },
    ])

    expect(lines.map(({ line, fields }) => [line, fields.map(({ field }) => field)])).toEqual([
      [0, ['total']],
      [2, ['price', 'sum']],
    ])
  })

  it('write sums, quantities and dates in the language of the reader', () => {
    expect(changeText('price', '46075.00', 'ru')).toBe('46\u202F075,00\u00A0₽')
    expect(changeText('quantity', '1.5', 'ru')).toBe('1,5')
    expect(changeText('date', '2026-02-01', 'ru')).toBe('01.02.2026')
  })

  it('leave a text that is no number as accounting wrote it, and say nothing with a dash', () => {
    expect(changeText('vat-rate', '20', 'ru')).toBe('20')
    expect(changeText('sum', 'сорок', 'ru')).toBe('сорок')
    expect(changeText('text', '', 'ru')).toBe('—')
  })
})
