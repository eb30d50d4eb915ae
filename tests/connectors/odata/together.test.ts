/** Pages of a first load are saved together while the base is quick, and one by one while it is not. */
import { describe, expect, it } from 'vitest'
import type { Page } from '../../../connectors/connector.ts'
import { together } from '../../../connectors/odata/together.ts'

const CLIENTS = 'Catalog_Контрагенты'
const INVOICES = 'Document_СчетНаОплатуПокупателю'

/** A page of records of these keys, as one answer brought it. */
function page(cursor: string, keys: string[], kind = CLIENTS): Page {
  const items = keys.map((key) => ({ kind, key, version: '1', gone: false, fields: {} }))
  return { items, cursor, ...(keys.length > 0 && { said: [{ bytes: Buffer.from(cursor), count: keys.length }] }) }
}

/** A base that gives these pages, each after so many milliseconds on its clock, and then perhaps fails. */
function slowBase(pages: Page[], { tookMs = 10, failure }: { tookMs?: number; failure?: Error } = {}) {
  const left: string[] = []
  let nowMs = 0
  async function* given(): AsyncGenerator<Page> {
    try {
      for (const one of pages) {
        nowMs += tookMs
        yield one
      }
      if (failure) throw failure
    } finally {
      left.push('closed')
    }
  }
  return { stream: together(given(), () => nowMs), left }
}

async function cursorsOf(stream: AsyncGenerator<Page>): Promise<string[]> {
  const cursors: string[] = []
  for await (const { cursor } of stream) cursors.push(cursor)
  return cursors
}

describe('Pages of a quick base', () => {
  it('are handed on four at a time: all records, the answers that brought them, and where to go on after the last', async () => {
    const { stream } = slowBase(['1', '2', '3', '4', '5'].map((at) => page(at, [`a${at}`, `b${at}`])))
    const handed: Page[] = []
    for await (const one of stream) handed.push(one)

    expect(handed.map(({ cursor }) => cursor)).toEqual(['4', '5'])
    expect(handed[0]?.items.map(({ key }) => key)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'a4', 'b4'])
    expect(handed[0]?.said?.map(({ bytes, count }) => [Buffer.from(bytes).toString(), count])).toEqual([
      ['1', 2],
      ['2', 2],
      ['3', 2],
      ['4', 2],
    ])
  })

  it('of different kinds stay apart', async () => {
    const pages = [page('1', ['a']), page('2', ['b'], INVOICES)]

    expect(await cursorsOf(slowBase(pages).stream)).toEqual(['1', '2'])
  })

  it('end with their kind: its cursor is handed on before the base is asked for the next one', async () => {
    const { stream, left } = slowBase([page('1', ['a']), page('2', [])])

    expect([(await stream.next()).value, (await stream.next()).value]).toMatchObject([{ cursor: '1' }, { cursor: '2' }])
    expect(left).toEqual([])
  })

  it('of which one brings a record again, because people moved the data, stay apart: its last word counts', async () => {
    const pages = [page('1', ['a', 'b']), page('2', ['b', 'c'])]

    expect(await cursorsOf(slowBase(pages).stream)).toEqual(['1', '2'])
  })

  it('that have come are handed on before a failure is heard of', async () => {
    const { stream } = slowBase([page('1', ['a']), page('2', ['b'])], { failure: new Error('the base went away') })

    expect((await stream.next()).value).toMatchObject({ cursor: '2' })
    await expect(stream.next()).rejects.toThrow('the base went away')
  })

  it('are not asked for any more once the reader has left', async () => {
    const { stream, left } = slowBase(['1', '2', '3', '4', '5'].map((at) => page(at, [at])))
    await stream.next()
    await stream.return(undefined)

    expect(left).toEqual(['closed'])
  })
})

describe('A page of a slow base', () => {
  it('is handed on as soon as it has come', async () => {
    const pages = [page('1', ['a']), page('2', ['b']), page('3', [])]

    expect(await cursorsOf(slowBase(pages, { tookMs: 300 }).stream)).toEqual(['1', '2', '3'])
  })
})
