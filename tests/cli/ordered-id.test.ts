/** Ids of rows: none twice, and those made later stand behind those made before. */
import { describe, expect, it } from 'vitest'
import { orderedId } from '../../bridge/cli/ordered-id.ts'

const VERSION_7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
/** 30 November 2026, noon UTC. */
const NOON = 1_796_040_000_000

describe('Ids', () => {
  it('begin with the moment they were made at, whatever was made between', () => {
    const moments = [NOON, NOON, NOON + 1, NOON, NOON + 86_400_000]
    const ids = moments.map((moment) => orderedId(moment))

    for (const [at, id] of ids.entries()) {
      expect(id).toMatch(VERSION_7)
      expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(moments[at])
    }
  })

  it('stand in the order of their moments, and none comes twice', () => {
    const ids = Array.from({ length: 2_000 }, (_none, at) => orderedId(NOON + Math.floor(at / 500)))
    const beginnings = ids.map((id) => id.slice(0, 13))

    expect(beginnings.toSorted()).toEqual(beginnings)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
