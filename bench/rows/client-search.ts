/** G12: searching two hundred thousand clients as one types, through HTTP; every hit list is compared with a full scan. */
import { searchKey } from '../../bridge/domain/search-key.ts'
import { signIn, type Person } from '../../tests/person.ts'
import { openChild } from '../child.ts'
import { clientName } from '../names.ts'
import { percentile, Unequal, type Row, type Trial } from '../row.ts'
import { withScratch } from '../scratch.ts'

const CLIENTS = 200_000
const QUICK_CLIENTS = 2_000
const NAMES_TYPED = 40
/** Letters typed of each name: a list is asked for after every one. */
const LETTERS = 6

export const row: Row = {
  id: 'G12',
  title: 'Client search as you type among 200,000 clients, 95th percentile through HTTP',
  anchor: 'a scan of all names in memory; hit lists must be equal',
  unit: 'ms',
  better: 'less',
  hold: 50,
  goal: 10,
  reach: 3,
  run: (trial) => withScratch((folder) => measure(folder, trial)),
}

async function measure(folder: string, trial: Trial) {
  const clients = trial.quick ? QUICK_CLIENTS : CLIENTS
  const { answer, close } = await openChild<{ url: string }>('./product/search.ts', { folder, clients })
  try {
    const anna = await signIn(answer.url, 'ivanova', 'zveno-demo')
    const keys = namesOf(clients).map((name) => ({ name, key: searchKey(name) }))
    const search = { anna, keys, lose: trial.poison ? 1 : 0, took: [] as number[], scanned: [] as number[] }
    await ask(search, 'разогрев')
    search.took.length = 0
    for (let run = 0; run < trial.runs; run++) for (const typed of typedTexts(clients)) await ask(search, typed)
    return {
      ratio: percentile(search.took, 0.95),
      figures: {
        queries: search.took.length,
        p50Ms: percentile(search.took, 0.5),
        p99Ms: percentile(search.took, 0.99),
        scanP50Ms: percentile(search.scanned, 0.5),
      },
    }
  } finally {
    await close()
  }
}

interface Search {
  anna: Person
  keys: { name: string; key: string }[]
  lose: number
  took: number[]
  scanned: number[]
}

async function ask({ anna, keys, lose, took, scanned }: Search, typed: string): Promise<void> {
  const askedAt = performance.now()
  const { items, next } = await anna.do('GET /api/clients', { query: { search: typed } })
  took.push(performance.now() - askedAt)
  const scannedAt = performance.now()
  const key = searchKey(typed)
  const hits = keys.filter((client) => client.key.includes(key)).toSorted(byKey)
  scanned.push(performance.now() - scannedAt)
  const wanted = hits
    .slice(lose)
    .slice(0, items.length)
    .map(({ name }) => name)
  const complete = next === null ? items.length === hits.length - lose : hits.length > items.length
  if (!complete || wanted.join() !== items.map(({ name }) => name).join())
    throw new Unequal(`"${typed}": the list of ${items.length} differs from the scan of ${hits.length}`)
}

/** As the database orders texts: sign by sign. */
function byKey(one: { key: string }, other: { key: string }): number {
  if (one.key === other.key) return 0
  return one.key < other.key ? -1 : 1
}

function namesOf(clients: number): string[] {
  return Array.from({ length: clients }, (_, number) => clientName(number))
}

/** From the middle of a name, one letter more each time, every other one in the wrong case. */
function typedTexts(clients: number): string[] {
  return Array.from({ length: NAMES_TYPED }, (_, at) => clientName(Math.floor((at * clients) / NAMES_TYPED))).flatMap(
    (name, at) => {
      const from = name.indexOf('«') + 1 + (at % 3)
      const text = at % 2 === 0 ? name.toUpperCase() : name.toLowerCase()
      return Array.from({ length: LETTERS }, (__, count) => text.slice(from, from + count + 1))
    },
  )
}
