/** Slips of the pen that the layer `mutation` makes: each a source that still reads, one thing in it otherwise. */
import { describe, expect, it } from 'vitest'
import { mutantsOf } from './mutation/mutants.ts'

const slips = (source: string) => mutantsOf(source).map((mutant) => mutant.source)

describe('Slips of the pen', () => {
  it.each([
    ['a + b', ['a - b']],
    ['a >= b', ['a > b']],
    ['a && !b', ['a || !b', 'a && b']],
    ['f(1, 2n, true)', ['f(2, 2n, true)', 'f(1, 3n, true)', 'f(1, 2n, false)']],
    ["g('queued')", ["g('')"]],
    ['-a', ['a']],
    ['ready ? one : other', ['!(ready) ? one : other']],
  ])('in %s are %j', (source, expected) => {
    expect(slips(source).toSorted()).toEqual(expected.toSorted())
  })

  it('leave alone what is gone when the program runs, and what nothing but its name says', () => {
    expect(slips("import x from './x.ts'\ntype State = 'queued' | 'done'\nconst a: { 'b': 1 } = y as State")).toEqual(
      [],
    )
  })

  it('say on which line they are, what stood there, and what stands there now', () => {
    expect(mutantsOf('const a = 1\nif (a < b) c()')).toMatchObject([
      { line: 1, from: '1', to: '2' },
      { line: 2, from: '<', to: '<=' },
    ])
  })
})
