/** A simulated 1C base as the far side of the exam, in any of its personalities. */
import { randomUUID } from 'node:crypto'
import type { Fields } from '../../../connectors/connector.ts'
import { openOData, type ODataOptions } from '../../../connectors/odata/index.ts'
import { startSimulator, type Simulator } from '../../../connectors/simulator/index.ts'
import { fault, type Settings } from '../../../connectors/simulator/settings.ts'
import type { ExamWorld, Hand } from '../exam.ts'

const CLIENTS = 'Catalog_Контрагенты'
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const PASSWORD = 'канарейка-пароль-9с1'

/** What differs from world to world. */
export interface Personality {
  settings?: Partial<Settings>
  plan: 'discover' | 'none'
  /** Clients besides those of the demo world. */
  clients?: number
  options?: Partial<ODataOptions>
}

export async function simulatedWorld({
  settings,
  plan,
  clients = 0,
  options = {},
}: Personality): Promise<ExamWorld & { simulator: Simulator }> {
  const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'demo', user: 'Обмен', password: PASSWORD })
  Object.assign(simulator.settings, settings)
  for (let at = 0; at < clients; at++) simulator.ledger.create(CLIENTS, { Description: `Клиент ${at}` })
  const events: unknown[] = []
  const log = (event: string, facts: object) => events.push({ event, facts })
  const connector = openOData(optionsFor(simulator, { plan, log, ...options }))
  return {
    simulator,
    connector,
    kinds: { client: CLIENTS, invoice: INVOICES },
    clientFields: (name) => ({ Description: name, ИНН: '0000001011' }),
    invoiceFields: (client) => ({ ...firstInvoice(simulator), Контрагент_Key: client }),
    nameField: 'Description',
    newKey: randomUUID,
    hand: handIn(simulator),
    secrets: [PASSWORD, Buffer.from(`Обмен:${PASSWORD}`).toString('base64')],
    events,
    close: async () => {
      simulator.settings.down = false
      await connector.close()
      await simulator.close()
    },
  }
}

export function optionsFor(simulator: Simulator, more: Partial<ODataOptions> = {}): ODataOptions {
  return {
    url: simulator.rootUrl,
    user: 'Обмен',
    password: PASSWORD,
    timeZone: 'Europe/Moscow',
    allowedHosts: ['127.0.0.1'],
    now: () => simulator.base.clock.nowMs(),
    log: () => undefined,
    ...more,
  }
}

/** Header of a demo invoice without what is the client's own: enough to post. */
function firstInvoice({ base }: Simulator): Fields {
  const [invoice] = base.all(INVOICES)
  const { Организация_Key, ВалютаДокумента_Key } = invoice?.fields ?? {}
  return {
    Организация_Key,
    ВалютаДокумента_Key,
    Date: base.clock.now(),
    Товары: [{ Содержание: 'Настройка', Количество: 1, Цена: '1200.50', Сумма: '1200.50' }],
  }
}

function handIn(simulator: Simulator): Hand {
  const { base, ledger, settings } = simulator
  return {
    create: (kind, fields) => ledger.create(kind, fields).key,
    edit: (kind, key, fields) => void ledger.change(kind, key, fields),
    remove: (kind, key) => ledger.remove(kind, key),
    count: (kind) => base.size(kind),
    loseNextAnswer: () => void settings.faults.push(fault({ kind: 'reset-after-commit', methods: ['POST'] })),
    vanish: (gone) => (settings.down = gone),
    refusePosting: (kind, key) => {
      ledger.change(kind, key, { DeletionMark: true })
      return 'помечен'
    },
    onNextPage: (kind, deed) => whenServed(simulator, kind, deed),
    acknowledged: () => acknowledgements(simulator),
  }
}

function acknowledgements({ journal }: Simulator): number {
  return journal.filter(({ address, status }) => address.includes('/NotifyChangesReceived?') && status === 200).length
}

/** The journal gets a line for every request served. */
function whenServed({ journal }: Simulator, kind: string, deed: () => void): void {
  const push = journal.push.bind(journal)
  journal.push = (...lines) => {
    if (lines.some(({ address }) => address.includes(`/${kind}?`) && address.includes('$top'))) {
      journal.push = push
      deed()
    }
    return push(...lines)
  }
}
