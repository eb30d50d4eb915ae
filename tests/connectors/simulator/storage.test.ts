// The state of a simulated base outlives its process.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import type { Books } from './books-world.ts'
import { fillBooks } from './books-world.ts'
import { doorsOf, rowsIn } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const PLAN = 'ExchangePlan_ЗвеноОбмен'

let folder = ''
let open: Simulator[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zveno-simulator-'))
})

afterEach(async () => {
  for (const simulator of open) await stop(simulator)
  rmSync(folder, { recursive: true, force: true })
})

async function start(fill: (books: Books) => void): Promise<Simulator> {
  const simulator = await startSimulator({
    port: 0,
    profile: 'bp30',
    dataDir: folder,
    world: (ledger) => fill(fillBooks(ledger)),
  })
  open.push(simulator)
  return simulator
}

async function stop(simulator: Simulator): Promise<void> {
  open = open.filter((other) => other !== simulator)
  await simulator.close()
}

function never(): void {
  throw new Error('the world was made again')
}

describe('A simulator with a folder', () => {
  it('goes on where it stopped: objects, movements, numbers, registrations, the closed period', async () => {
    let books: Books | undefined
    const first = await start((made) => (books = made))
    if (!books) throw new Error('no books')
    const node = books.ledger.create(PLAN, { Code: 'ZVENO' })
    const payment = books.receipt({ pays: books.invoice({}), sum: 400 })
    books.ledger.post(payment.set, payment.key)
    first.settings.closedUntil = '2026-10-31'
    await stop(first)

    const second = await start(never)
    const { ask } = doorsOf(second)
    const records = rowsIn(await ask('AccumulationRegister_ОплатаСчетов_RecordType'))
    const next = second.ledger.create(INVOICE, books.invoiceBody({}))
    const point = `DataExchangePoint='${second.rootUrl}/${PLAN}(guid'${node.key}')'&MessageNo=1`
    const changes = rowsIn(await ask(`SelectChanges?${point}`, { method: 'POST' }))

    expect(records).toMatchObject([{ Recorder: payment.key, Сумма: 400 }])
    expect(next.fields['Number']).toBe('ТЕЛ0-000002')
    expect(changes.length).toBeGreaterThan(1)
    expect(second.settings.closedUntil).toBe('2026-10-31')
  })

  it('has written a change before it is stopped, and leaves no half-written file', async () => {
    const first = await start(() => undefined)
    const before = first.base.size(INVOICE)
    await expect.poll(() => readdirSync(folder), { timeout: 5000 }).toEqual(['buh.json'])

    const second = await start(never)

    expect(second.base.size(INVOICE)).toBe(before)
  })

  it('does not start on a file of another configuration', async () => {
    writeFileSync(join(folder, 'buh.json'), JSON.stringify({ format: 1, profile: 'ut115' }))

    await expect(start(never)).rejects.toThrow('another configuration')
  })
})
