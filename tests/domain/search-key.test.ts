/** Search finds a client however the name was typed. */
import { describe, expect, it } from 'vitest'
import { searchKey } from '../../bridge/domain/search-key.ts'

describe('Search key', () => {
  it.each([
    ['ООО  «Ёлка»', 'ооо елка'],
    ['ООО "ЕЛКА"', 'ооо елка'],
    ['\u00a0ООО\u00a0„Е\u0308лка“ ', 'ооо елка'],
    ['И\u0306од', 'йод'],
    ['', ''],
  ])('of %j is %j', (text, key) => {
    expect(searchKey(text)).toBe(key)
  })
})
