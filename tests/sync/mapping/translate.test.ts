/** What a change of a record sends and keeps; the rest of translation is proven by golden pairs. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../bridge/domain/problem.ts'
import { loadMappings } from '../../../bridge/sync/mapping/load-mapping.ts'
import { lookupsOf, toBase } from '../../../bridge/sync/mapping/translate.ts'
import type { MappingOf } from '../../../bridge/sync/mapping/mapping.ts'

const { mappings } = loadMappings(join(import.meta.dirname, '..', '..', '..', 'mappings', 'bp30'))
const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the mapping is missing')
  return value
}
const counterparty: MappingOf<'counterparty'> = found(mappings.counterparty)
const invoice: MappingOf<'invoice'> = found(mappings.invoice)
const lookups = { 'phone-kind': 'phone', 'email-kind': 'email', 'address-kind': 'address' }

describe('Sending a change', () => {
  it('sends only what was changed', () => {
    const fields = toBase(counterparty, { name: 'Ёлка ООО' }, { lookups, marker: '' })

    expect(fields).toEqual({ Description: 'Ёлка ООО' })
  })

  it('keeps the contact rows of the accountant and replaces ours', () => {
    const rows = [
      { LineNumber: '1', Тип: 'Телефон', Вид_Key: 'mobile', Представление: '1' },
      { LineNumber: '2', Тип: 'Телефон', Вид_Key: 'phone', Представление: '2' },
    ]

    const fields = toBase(
      counterparty,
      { phone: '3' },
      { lookups, marker: '', existing: { КонтактнаяИнформация: rows } },
    )

    expect(fields['КонтактнаяИнформация']).toMatchObject([
      { LineNumber: '1', Представление: '1' },
      { LineNumber: '2', Представление: '3', Вид_Key: 'phone' },
    ])
  })

  it('never sends the total, the number or the posting of an invoice', () => {
    const record = { number: '1', totalMinor: 100, posted: true, marked: true, comment: 'x' }

    const fields = toBase(invoice, record, { lookups: { rouble: 'r' }, marker: 'i-1' })

    for (const name of ['Number', 'СуммаДокумента', 'Posted', 'DeletionMark']) expect(fields).not.toHaveProperty(name)
    expect(fields['Комментарий']).toBe('zveno:i-1 x')
  })

  it('keeps the moment of a document when it is given', () => {
    const fields = toBase(invoice, { date: '2026-03-31T12:00:00' }, { lookups: { rouble: 'r' }, marker: '' })

    expect(fields['Date']).toBe('2026-03-31T12:00:00')
  })

  it('stops before sending when a constant of the base was not found', () => {
    expect(() => toBase(invoice, {}, { lookups: {}, marker: '' })).toThrow(Problem)
    expect(lookupsOf(invoice)).toMatchObject([{ name: 'rouble', in: 'Catalog_Валюты', where: { Code: '643' } }])
  })
})
