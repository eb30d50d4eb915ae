// Sums of the simulated base are exact: kopecks, thousandths, VAT by lines.
import { describe, expect, it } from 'vitest'
import { minorOf, rounded, scaled, sumOf, unscaled, vatOf } from '../../../connectors/simulator/base/amounts.ts'

describe('Amounts', () => {
  it.each([
    [0.1 + 0.2, 30],
    [1.005, 101],
    [-1.005, -101],
    ['163500.01', 16350001],
    ['не число', 0],
    [undefined, 0],
  ])('%s is %i kopecks', (value, minor) => {
    expect(minorOf(value)).toBe(minor)
  })

  it('go to the base and back', () => {
    expect([sumOf(16350001), sumOf(5), sumOf(-5), minorOf(sumOf(123456789))]).toEqual([
      163500.01, 0.05, -0.05, 123456789,
    ])
  })

  it('keep as many digits as the attribute has', () => {
    expect([rounded(2.0005, 3), rounded(1e-7, 2), rounded(7.5, 0), unscaled(scaled('12.5', 3), 3)]).toEqual([
      2.001,
      0,
      8,
      '12.500',
    ])
  })
})

describe('VAT', () => {
  const trap = [9999999, 4850000, 1500002]

  it.each([
    ['НДС20', 2725000],
    ['НДС22', 2948361],
    ['НДС20_120', 2725000],
    ['БезНДС', 0],
    ['НДС0', 0],
  ])('at %s of the trap invoice comes to %i kopecks, line by line', (rate, minor) => {
    expect(trap.reduce((total, sum) => total + vatOf(sum, rate, true), 0)).toBe(minor)
  })

  it('on top of the price', () => {
    expect([vatOf(10000, 'НДС20', false), vatOf(1, 'НДС20', false), vatOf(-250, 'НДС10', false)]).toEqual([
      2000, 0, -25,
    ])
  })
})
