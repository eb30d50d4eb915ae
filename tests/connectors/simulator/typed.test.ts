// How the accountant's forms understand and show amounts, quantities and moments: exactly, digit by digit.
import { describe, expect, it } from 'vitest'
import {
  parseMilli,
  parseMinor,
  parseMoment,
  showMinor,
  typedMilli,
  typedMinor,
} from '../../../connectors/simulator/web/typed.ts'

describe('An amount typed by a person', () => {
  it.each([
    ['1 000,03', 100_003],
    ['1\u00a0000.03', 100_003],
    ['48500', 4_850_000],
    ['7,5', 750],
    ['0,07', 7],
    ['-12,30', -1230],
    ['-0', 0],
    ['999999999999,99', 99_999_999_999_999],
  ])('%j is %i kopecks', (text, minor) => {
    expect(parseMinor(text)).toBe(minor)
  })

  it.each(['', 'сорок', '1,005', '1.2.3', '1e5', '--1', '0x10', '1000000000000', 'NaN'])('%j is no amount', (text) => {
    expect(parseMinor(text)).toBeNull()
  })

  it('may have three digits after the comma as a quantity', () => {
    expect([parseMilli('0,125'), parseMilli('3'), parseMilli('0,0001')]).toEqual([125, 3000, null])
  })
})

describe('An amount shown to a person', () => {
  it.each([
    [16_350_001, '163\u00a0500,01'],
    [5, '0,05'],
    [-2_150_000, '−21\u00a0500,00'],
    [0, '0,00'],
  ])('%i kopecks is %j', (minor, shown) => {
    expect(showMinor(minor)).toBe(shown)
  })

  it('comes back from a form as it went into it', () => {
    for (const minor of [0, 1, 99, 100, 123_456_789, -5, -100_000]) expect(parseMinor(typedMinor(minor))).toBe(minor)
    for (const milli of [0, 1, 10, 1000, 1500, 123_456, -125]) expect(parseMilli(typedMilli(milli))).toBe(milli)
  })
})

describe('A moment typed by a person', () => {
  it.each([
    ['2026-11-24T13:07', '2026-11-24T13:07:00'],
    ['2026-12-31T23:59:59', '2026-12-31T23:59:59'],
    ['2026-02-30T10:00', ''],
    ['24.11.2026', ''],
    ['', ''],
  ])('%j is %j', (text, naive) => {
    expect(parseMoment(text)).toBe(naive)
  })
})
