/** The clock of a base: moments in its zone, and what is remembered of the last one. */
import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, momentIn } from '../../bridge/domain/base-time.ts'

const ZONES = ['Europe/Moscow', 'Asia/Vladivostok', 'Asia/Kolkata', 'America/St_Johns', 'UTC', 'Pacific/Kiritimati']

/** The same moment put into words by another way: field by field. */
function fieldsIn(timeZone: string, at: string): string {
  const two = '2-digit'
  const shown = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...shown }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

describe('The clock of a base', () => {
  it('tells the moment of its zone, to the second, however close two questions are and whichever zone is asked between', () => {
    // A few minutes only, so that the same one is asked about again and again.
    const moment = record({
      zone: constantFrom(...ZONES),
      at: integer({ min: Date.parse('2026-03-08T05:58:00Z'), max: Date.parse('2026-03-08T06:02:00Z') }),
    })
    assert(
      property(array(moment, { minLength: 2, maxLength: 30 }), (moments) => {
        for (const { zone, at } of moments) {
          const text = new Date(at).toISOString()
          expect(momentIn(zone, text)).toBe(fieldsIn(zone, text))
        }
      }),
    )
  })

  it('is right on both sides of a change to summer time', () => {
    // St. John's puts its clocks forward at 02:00, which is 05:30 in UTC.
    expect(momentIn('America/St_Johns', '2026-03-08T05:29:59.000Z')).toBe('2026-03-08T01:59:59')
    expect(momentIn('America/St_Johns', '2026-03-08T05:30:00.000Z')).toBe('2026-03-08T03:00:00')
  })

  it('knows times before there were zones, when a city was seconds away from the next', () => {
    const at = ['1899-12-31T12:00:00.000Z', '1899-12-31T12:00:30.000Z', '1899-12-31T12:00:00.000Z']
    for (const text of at) expect(momentIn('Europe/Moscow', text)).toBe(fieldsIn('Europe/Moscow', text))
  })

  it('begins its day at its own midnight', () => {
    expect(dayIn('Europe/Moscow', '2026-02-16T20:59:59.999Z')).toBe('2026-02-16')
    expect(dayIn('Europe/Moscow', '2026-02-16T21:00:00.000Z')).toBe('2026-02-17')
  })
})
