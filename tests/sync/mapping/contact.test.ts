/** One row of contact information among those of the base: put in, changed, taken away, numbered anew. */
import { describe, expect, it } from 'vitest'
import { withContact } from '../../../bridge/sync/mapping/contact.ts'
import type { ContactRule } from '../../../bridge/sync/mapping/mapping.ts'

const PHONE = 'b0a5e4f1-0c0d-4c37-9a55-000000000001'
const FAX = 'b0a5e4f1-0c0d-4c37-9a55-000000000002'

const RULE: ContactRule = {
  id: 'phone',
  as: 'contact',
  ours: 'phone',
  theirs: 'КонтактнаяИнформация',
  type: { column: 'Тип', is: 'Телефон' },
  kind: { column: 'Вид_Key', lookup: 'phone' },
  shown: 'Представление',
  longest: 50,
}

/** As the base keeps it: every row has its number already. */
const row = (number: number, kind: string, text: string) => ({
  LineNumber: String(number),
  Тип: 'Телефон',
  Вид_Key: kind,
  Представление: text,
})
const HELD = [row(1, PHONE, '+7 495 000-00-01'), row(2, FAX, '+7 495 000-00-02')]

const shown = (rows: object[]) =>
  rows.map((one) => [Reflect.get(one, 'LineNumber'), Reflect.get(one, 'Представление')] as unknown[])

describe('Contact information of the base', () => {
  it('is numbered from 1 without a gap when a row in its midst goes', () => {
    expect(shown(withContact(HELD, RULE, { kind: PHONE, value: '' }))).toEqual([['1', '+7 495 000-00-02']])
  })

  it('keeps the place of a row that is changed, and all others', () => {
    const changed = withContact(HELD, RULE, { kind: FAX, value: '+7 495 000-00-03' })
    expect(shown(changed)).toEqual([
      ['1', '+7 495 000-00-01'],
      ['2', '+7 495 000-00-03'],
    ])
  })

  it('gets what it has not had as its last row', () => {
    const [first] = HELD
    const added = withContact([{ ...first, LineNumber: '7' }], RULE, { kind: FAX, value: '+7 495 000-00-03' })
    expect(shown(added)).toEqual([
      ['1', '+7 495 000-00-01'],
      ['2', '+7 495 000-00-03'],
    ])
  })
})
