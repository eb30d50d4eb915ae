/** Answers that were made to hurt: found by fuzzing, kept so that they stay harmless (checklist: bad inputs; I6, I10). */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { whatTheBaseSaid } from '../../../connectors/odata/base-said.ts'
import { readCatalogue } from '../../../connectors/odata/catalogue.ts'
import { errorFor } from '../../../connectors/odata/classify.ts'
import { differences } from '../../../connectors/odata/compare.ts'
import { cursorOf, positionOf } from '../../../connectors/odata/cursor.ts'
import { readFeed } from '../../../connectors/odata/feed.ts'
import { rowsOf } from '../../../connectors/odata/records.ts'
import { Misfit, Unreachable } from '../../../connectors/errors.ts'
import { described } from '../../verify/security/far.ts'

/** With the faults, a page of this size kept the bridge busy for minutes: longer than any test may take. */
const LARGE = 400_000
const LARGEST_DESCRIPTION = 36_000_000

describe('A base that answers with hostile bytes', () => {
  it.each([
    ['of nothing but brackets', '<'.repeat(LARGE)],
    ['of nothing but beginnings of scripts', '<script'.repeat(LARGE / 7)],
    ['of nothing but beginnings of a message', `<error ><code>1</code>${'<message'.repeat(LARGE / 8)}`],
  ])('is quoted at once when its error page consists %s', (_name, page) => {
    expect(whatTheBaseSaid(page).text.length).toBeLessThan(700)
  })

  it('does not stop the bridge with a deleted record of a very long address', () => {
    const feed = `<feed xmlns:at="t"><at:deleted-entry ref="${'x'.repeat(LARGE)}"/></feed>`

    expect(readFeed(new Map(), [Buffer.from(feed)])).toEqual({ items: [], size: 1 })
  })

  it('does not stop the bridge with a text of zeros in place of a number', () => {
    const zeros = `${'0'.repeat(LARGE)}x`

    expect(differences({ Сумма: 1 }, { Сумма: zeros })).toHaveLength(1)
    expect(differences({ Текст: 'a' }, { Текст: zeros })).toHaveLength(1)
  })

  it('loses no record without a word: a list with something else in it is no answer', () => {
    expect(() => rowsOf({ value: [{ Ref_Key: 'a' }, null] })).toThrow(Unreachable)
  })

  it('publishes a field of a type that only sounds known, and it is a text', async () => {
    const type = '<EntityType Name="A"><Property Name="F" Type="constructor"/></EntityType><EntitySet Name="A"/>'

    const { kinds } = await readCatalogue([Buffer.from(`<Edmx>${type}</Edmx>`)])

    expect(kinds.get('A')?.fields).toEqual([{ name: 'F', type: 'text' }])
  })

  it('is given up while its answer unpacks to more than an answer may hold', async () => {
    const bomb = gzipSync(Buffer.alloc(LARGEST_DESCRIPTION + 1, ' '))

    const { reason } = await described((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml', 'content-encoding': 'gzip' }).end(bomb)
    })

    expect(reason).toBe('base.too-large')
  })

  it('leaves the outcome of a write open when an exception comes behind status 200', () => {
    const failure = { status: 200, body: '<exception >x</exception>', facts: {}, write: true, retryAfterMs: undefined }

    expect(errorFor(failure)).toMatchObject({ name: 'Unreachable', uncertain: true })
  })
})

describe('A kept position that was tampered with', () => {
  const right = { loaded: ['A'], sweptAtMs: 1, comparedAtMs: { A: 1 } }

  it.each([
    ['kinds that are no names', { loaded: [{ toString: 1 }] }],
    ['a moment that is no number', { comparedAtMs: { A: { valueOf: 1 } } }],
    ['half a record to skip', { load: { kind: 'A', from: '', skip: -0.5 } }],
  ])('is refused as belonging to another base: %s', (_name, wrong) => {
    expect(() => positionOf(JSON.stringify({ v: 1, ...right, ...wrong }))).toThrow(Misfit)
  })

  it('is refused with a moment beyond all numbers', () => {
    expect(() => positionOf(cursorOf(right).replace('"sweptAtMs":1', '"sweptAtMs":1e500'))).toThrow(Misfit)
  })
})
