// Two buyers in a folder, a payer who is a person, invoices with rows and one payment, behind a real socket.
import { connect } from 'node:net'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import type { Settings } from '../../../connectors/simulator/settings.ts'
import { fillBooks } from './books-world.ts'
import type { ODataWorld } from './odata-world.ts'
import { doorsOf } from './odata-world.ts'

export const BUYERS = 'Catalog_Контрагенты'
export const INVOICE = 'Document_СчетНаОплатуПокупателю'
export const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
export const PAYMENTS = 'AccumulationRegister_ОплатаСчетов'
export const STATUSES = 'InformationRegister_СтатусыДокументов'

export interface ReadingWorld extends ODataWorld {
  folder: Entity
  /** «Ромашка», buyer of the invoices. */
  romashka: string
  /** «Лютик», in the folder, with a phone. */
  lyutik: Entity
  product: Entity
  /** Three rows for 6000, paid in part. */
  paid: Entity
  /** One row for 1000, no payment. */
  unpaid: Entity
  payment: Entity
  /** Sends a request as it is written and returns everything that came back. */
  raw(lines: string[]): Promise<string>
  close(): Promise<void>
}

export async function readingWorld(
  knobs: Partial<Settings> = {},
  login: { user?: string; password?: string } = {},
): Promise<ReadingWorld> {
  let filled: Filled | undefined
  const problems: unknown[] = []
  const simulator = await startSimulator({
    port: 0,
    profile: 'bp30',
    seed: 7,
    ...login,
    world: (ledger) => (filled = fill(fillBooks(ledger))),
    report: (problem) => problems.push(problem),
  })
  Object.assign(simulator.settings, { order: 'insertion', ...knobs })
  if (!filled) throw new Error('the world was not made')
  const close = async (): Promise<void> => {
    await simulator.close()
    // A defect of the simulator would otherwise look like a refusal of 1C.
    if (problems.length > 0) throw new AggregateError(problems, 'the simulator failed')
  }
  return { ...doorsOf(simulator), ...filled, raw: (lines) => raw(simulator.url, lines), close }
}

type Filled = ReturnType<typeof fill>

function fill(books: ReturnType<typeof fillBooks>) {
  const { ledger } = books
  const folder = ledger.create(BUYERS, { Description: 'Покупатели', IsFolder: true })
  const lyutik = ledger.create(BUYERS, {
    Description: 'Лютик ООО',
    ИНН: '7702000017',
    Parent_Key: folder.key,
    Комментарий: 'zveno:client=17',
    КонтактнаяИнформация: [{ LineNumber: '1', Тип: 'Телефон', Представление: '+7 (000) 000-00-17' }],
  })
  const product = ledger.create('Catalog_Номенклатура', { Description: 'Маршрутизатор' })
  const sums = [3000, 2000, 1000]
  const paid = books.invoice({
    Комментарий: 'zveno:deal=4711',
    КратностьВзаиморасчетов: '1',
    Товары: sums.map((sum, at) => books.row(at + 1, { Номенклатура_Key: product.key, Цена: sum, Сумма: sum })),
  })
  const unpaid = books.invoice({ Date: '2026-10-05T09:00:00' })
  const payment = books.receipt({ pays: paid, sum: 2500, Date: '2026-11-24T11:30:00' })
  ledger.post(RECEIPT, payment.key)
  return { books, folder, romashka: books.buyer, lyutik, product, paid, unpaid, payment }
}

function raw(url: string, lines: string[]): Promise<string> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    socket.on('error', reject)
    const [first = '', ...rest] = lines
    socket.write([first, `Host: ${host}`, 'Connection: close', ...rest, '', ''].join('\r\n'))
  })
}

export const AUTHORIZATION = `Authorization: Basic ${Buffer.from('odata:odata').toString('base64')}`

/** Header lines and body of a raw answer, and its status. */
export function parts(answer: string): { status: number; head: string; body: string } {
  const at = answer.indexOf('\r\n\r\n')
  const head = answer.slice(0, at)
  return { status: Number(head.split(' ')[1]), head, body: answer.slice(at + 4) }
}
