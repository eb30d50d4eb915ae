/** Named conversions, example by example. */
import { describe, expect, it } from 'vitest'
import { CONVERSIONS } from '../../../bridge/sync/mapping/conversions.ts'
import type { ConversionRule } from '../../../bridge/sync/mapping/mapping.ts'

const rule = (by: string): ConversionRule => ({
  id: 'rule',
  as: 'conversion',
  ours: 'ours',
  theirs: 'Theirs',
  by,
  words: { company: 'ЮридическоеЛицо', person: 'ФизическоеЛицо' },
})
const read = (by: string, values: unknown[]) => CONVERSIONS[by]?.read(values, rule(by))
const write = (by: string, value: unknown) => CONVERSIONS[by]?.write(value, rule(by))

describe('legal-form', () => {
  it.each([
    [['ЮридическоеЛицо', 'ООО «Ёлка»'], 'company'],
    [['ФизическоеЛицо', 'ИП Пробный П. П.'], 'sole-proprietor'],
    [['ФизическоеЛицо', '', 'Индивидуальный предприниматель Пробный'], 'sole-proprietor'],
    [['ФизическоеЛицо', 'Ипатьев Пробел'], 'person'],
    [[''], 'company'],
    [['Иное'], undefined],
    [[7], undefined],
  ])('reads %j as %j', (values, ours) => {
    expect(read('legal-form', values)).toBe(ours)
  })

  it.each([
    ['company', 'ЮридическоеЛицо'],
    ['sole-proprietor', 'ФизическоеЛицо'],
    ['person', 'ФизическоеЛицо'],
  ])('writes %j as %j', (ours, theirs) => {
    expect(write('legal-form', ours)).toBe(theirs)
  })
})

describe('tax-number', () => {
  it.each([
    [' 7799000012\u00a0', '7799000012'],
    ['', ''],
    [null, ''],
    [7799000012, undefined],
  ])('reads %j as %j', (theirs, ours) => {
    expect(read('tax-number', [theirs])).toBe(ours)
  })
})

describe('tax-number-is-right and reason-code-is-right', () => {
  it.each([
    ['tax-number-is-right', '7799000012', true],
    ['tax-number-is-right', '7799000013', false],
    ['tax-number-is-right', '', false],
    ['reason-code-is-right', '779901001', true],
    ['reason-code-is-right', '7799', false],
  ])('%s of %j is %j', (by, value, right) => {
    expect(write(by, value)).toBe(right)
  })
})
