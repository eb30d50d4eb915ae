/** Runs and the journal over the API: what is listed and found, and what a roll-back would come to before anybody presses the button (S11). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '../world.ts'

let here: World
let first: string
beforeAll(async () => {
  here = await world({ bare: true })
  const { items } = await here.dmitry.do('GET /api/runs')
  first = items.at(-1)?.id ?? ''
}, 60_000)
afterAll(() => here.close())

describe('The list of runs', () => {
  it('says when, of which base, whose, what came of it and by which rules; newest first', async () => {
    const { items } = await here.dmitry.do('GET /api/runs')
    const one = items.at(-1)

    expect(one).toMatchObject({ number: 1, baseName: 'buh', kind: 'round', author: '', outcome: 'done', ofRun: null })
    expect(one?.counts['counterparty']?.applied).toBeGreaterThan(5)
    const [rules] = (one?.mappings ?? []).filter(({ noun }) => noun === 'counterparty')
    expect(rules).toMatchObject({ file: 'bp30/counterparty.json', version: expect.stringMatching(/^[0-9a-f]{16}$/) })
  })

  it('is read page by page, each run once', async () => {
    const ids: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const page: { items: { id: string }[]; next: string | null } = await here.dmitry.do('GET /api/runs', {
        query: { limit: 1, ...(after !== '' && { after }) },
      })
      ids.push(...page.items.map(({ id }) => id))
      after = page.next
    }

    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.at(-1)).toBe(first)
  })
})

describe('The page of a run', () => {
  it('has a line per record with its words, word for word, under the name that people know', async () => {
    const { lines, next } = await here.dmitry.do('GET /api/runs/:id', { id: first, query: { limit: 200 } })
    const invoice = lines.find(({ noun }) => noun === 'invoice')

    expect(next === null || lines.length === 200).toBe(true)
    expect(invoice).toMatchObject({ outcome: 'applied', label: expect.stringMatching(/^ТЕЛ0-/) })
    expect(JSON.parse(invoice?.said ?? '')).toMatchObject({ Number: invoice?.label })
  })

  it.each([
    ['a part of a name', 'ромаш', 'counterparty'],
    ['a number', 'ТЕЛ0-000119', 'invoice'],
  ])('finds a record by %s', async (_what, search, noun) => {
    const { lines } = await here.dmitry.do('GET /api/runs/:id', { id: first, query: { search } })

    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map((line) => line.noun)).toContain(noun)
    const all = await here.dmitry.do('GET /api/runs/:id', { id: first, query: { limit: 200 } })
    expect(lines.length).toBeLessThan(all.lines.length)
    const byKey = await here.dmitry.do('GET /api/runs/:id', { id: first, query: { search: lines[0]?.key ?? '' } })
    expect(byKey.lines.map(({ key }) => key)).toEqual([lines[0]?.key])
  })

  it('narrows to one outcome', async () => {
    const { lines } = await here.dmitry.do('GET /api/runs/:id', { id: first, query: { outcome: 'skipped' } })

    expect(lines.length).toBeGreaterThan(0)
    for (const { outcome, reason } of lines)
      expect([outcome, reason]).toEqual(['skipped', expect.stringMatching(/^skip\./)])
  })

  it('of a run that is not there is a 404 in words; nonsense in the address is refused at its field', async () => {
    const gone = await here.dmitry.raw('GET', `/api/runs/${randomUUID()}`)
    const wrong = await here.dmitry.raw('GET', `/api/runs/${first}?outcome=everything`)
    const place = await here.dmitry.raw('GET', `/api/runs/${first}?after=nonsense`)

    expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([404, 'run.not-found'])
    expect([wrong.status, place.status]).toEqual([400, 400])
  })
})

describe('Taking a run back', () => {
  it('is foretold in three buckets: what came with the run has nothing to go back to', async () => {
    const preview = await here.dmitry.do('GET /api/runs/:id/rollback', { id: first })

    expect(preview.reversed).toBe(0)
    expect(preview.failed).toBeGreaterThan(40)
    expect(preview.items[0]).toMatchObject({ fate: 'failed', reason: 'rollback.came-new' })
    expect(preview.items.length + preview.more).toBe(preview.reversed + preview.kept + preview.failed)
  })

  it('is asked for once; the run to come names its author and what it takes back', async () => {
    const asked = await here.dmitry.raw('POST', `/api/runs/${first}/rollback`)
    const again = await here.dmitry.raw('POST', `/api/runs/${first}/rollback`)
    const run = (await asked.json()) as { id: string }
    await here.work()

    expect(asked.status).toBe(200)
    expect(run).toMatchObject({ kind: 'rollback', outcome: 'asked', author: 'Дмитрий Орлов', ofRun: { number: 1 } })
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'run.already-asked'])
    const done = await here.dmitry.do('GET /api/runs/:id', { id: run.id })
    expect(done).toMatchObject({ outcome: 'done', ofRun: { id: first } })
    expect(done.lines[0]).toMatchObject({ outcome: 'failed', reason: 'rollback.came-new' })
    const undone = await here.dmitry.do('GET /api/runs/:id', { id: first })
    expect(undone.rolledBackBy).toMatchObject([{ id: run.id, outcome: 'done' }])
  })
})
