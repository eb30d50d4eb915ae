/** The lines of a deal while they are typed: totals, what is wrong, and what may be saved. */
import { describe, expect, it } from 'vitest'
import {
  checkLines,
  emptyLine,
  isOvertaken,
  sameLines,
  toDrafts,
  type DraftLine,
} from '../../ui-extension/crm/lib/draft-lines.ts'

describe('Typing the lines of a deal', () => {
  it('reckons the trap invoice T1 to the kopeck (M-8)', () => {
    const checked = checkLines([
      line('Лицензия АТС (10 мест)', '3', '33 333,33'),
      line('Внедрение', '1', '48 500,00'),
      line('Сопровождение', '7', '2 142,86'),
    ])

    expect(checked.totalMinor).toBe(16350001)
    expect(checked.ready).toHaveLength(3)
  })

  it('leaves out the line that nobody has touched yet', () => {
    const checked = checkLines([line('Внедрение', '1', '100'), emptyLine('fresh')])

    expect(checked.ready).toEqual([{ productId: null, text: 'Внедрение', quantityMilli: 1000, priceMinor: 10000 }])
  })

  it('saves nothing while one line is wrong, and names the wrong field', () => {
    const checked = checkLines([line('Внедрение', '1', '100'), line('', 'две', '5')])

    expect(checked.ready).toBeNull()
    expect(checked.lines[1]?.wrong).toEqual({ text: 'empty', quantity: 'letters' })
  })

  it('sees that saved lines, shown and read again, are the same lines', () => {
    const saved = [{ id: 'a', productId: 'p', text: 'Обучение', quantityMilli: 1500, priceMinor: 33335 }]

    const { ready } = checkLines(toDrafts(saved, ','))

    expect(ready !== null && sameLines(ready, saved)).toBe(true)
  })
})

function line(text: string, quantity: string, price: string): DraftLine {
  return { key: text, productId: null, text, quantity, price }
}

describe('Lines that are being typed (issue 2, two tabs)', () => {
  const stored = (text: string) => ({ productId: null, text, quantityMilli: 1_000, priceMinor: 100_00 })

  it('are not saved over what somebody else has saved meanwhile', () => {
    expect(isOvertaken([[stored('Роутер')]], [stored('Роутер'), stored('Монтаж')])).toBe(true)
  })

  it('go on being saved while what is stored is what they began with, or what was sent from here', () => {
    expect(isOvertaken([[stored('Роутер')]], [stored('Роутер')])).toBe(false)
    expect(isOvertaken([[stored('Роутер')], [stored('Роутер 2')]], [stored('Роутер 2')])).toBe(false)
  })
})
