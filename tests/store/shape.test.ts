/** Rows that are made as if they were written out. */
import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../bridge/store/shape.ts'

describe('Rows made as if they were written out (record 023)', () => {
  it('has the values under their names, in the order of the names, however many there are and however they are spelt', () => {
    const names = [
      ...Array.from({ length: 30 }, (_, at) => `column_${at}`),
      '=state',
      "it's",
      'two words',
      'число',
      'a"b\\c',
    ]
    const values = names.map((_, at) => (at % 3 === 0 ? null : at))
    const row = shapeOf(names)(values)
    expect(Object.keys(row)).toEqual(names)
    expect(Object.values(row)).toEqual(values)
  })

  it('takes the last of two columns of one name, as the rows of a join always did', () => {
    expect(shapeOf(['id', 'name', 'id'])([1, 'Ромашка', 2])).toEqual({ id: 2, name: 'Ромашка' })
  })

  it('is made once for each list of columns, however many statements ask for them', () => {
    expect(shapeOf(['id', 'name'])).toBe(shapeOf(['id', 'name']))
    expect(shapeOf(['id', 'name'])).not.toBe(shapeOf(['name', 'id']))
  })

  it('makes an object of its own each time', () => {
    const shape = shapeOf(['id'])
    expect(shape([1])).not.toBe(shape([1]))
  })
})
