/** What happens between a base and Zveno in a year, in any order: deeds of the accountant and of the managers, by chance. */
import { array, constantFrom, nat, record } from 'fast-check'
import { acceptChange } from '../../bridge/actions/accept-change.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { Body } from '../../connectors/simulator/ledger/ledger.ts'
import type { Entity } from '../../connectors/simulator/base/model.ts'
import { contactRows } from '../../connectors/simulator/worlds/common.ts'
import { askForDocuments, readyDeal } from './order.ts'
import type { Workshop } from './workshop.ts'

export const COUNTERPARTIES = 'Catalog_Контрагенты'
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет'
const ELENA = { by: 'Кузнецова' }

export interface Deed {
  deed: keyof typeof DEEDS
  at: number
  n: number
}

const DEEDS = {
  rename: (here: Workshop, { at, n }: Deed) => {
    const one = chosen([...here.simulator.base.all(COUNTERPARTIES)], at)
    if (one?.fields['IsFolder'] !== true) change(here, COUNTERPARTIES, one, { Description: `Покупатель ${n}` })
  },
  enter: (here: Workshop, { n }: Deed) => void enterCounterparty(here, `Новый ${n}`),
  order: (here: Workshop) => anotherOrder(here),
  exchange: async (here: Workshop) => here.work(),
  reprice: (here: Workshop, { at, n }: Deed) =>
    withOurs(here, at, (number) => here.accounting.reprice(number, 1, 100 + n)),
  renumber: (here: Workshop, { at, n }: Deed) =>
    withOurs(here, at, (number) => here.accounting.renumber(number, `Р-${n}`)),
  mark: (here: Workshop, { at, n }: Deed) => withOurs(here, at, (number) => here.accounting.mark(number, n % 2 === 0)),
  pay: (here: Workshop, { at, n }: Deed) =>
    withOurs(here, at, (number) =>
      here.accounting.receive([
        [number, 100 + n],
        ['', 50],
      ]),
    ),
  unpost: (here: Workshop, { at }: Deed) => {
    const posted = [...here.simulator.base.all(RECEIPTS)].filter(({ fields }) => isOpen(fields) && fields['Posted'])
    const one = chosen(posted, at)
    if (one) here.accounting.unpostReceipt(one.key)
  },
  'remove a receipt': (here: Workshop, { at }: Deed) => {
    const open = [...here.simulator.base.all(RECEIPTS)].filter(({ fields }) => isOpen(fields))
    const one = chosen(open, at)
    if (one) here.simulator.ledger.remove(RECEIPTS, one.key, ELENA)
  },
  'remove an invoice': (here: Workshop, { at }: Deed) => {
    const open = [...here.simulator.base.all(INVOICES)].filter(({ fields }) => isOpen(fields))
    const one = chosen(open, at)
    if (one) here.simulator.ledger.remove(INVOICES, one.key, ELENA)
  },
  accept: (here: Workshop, { at }: Deed) => acceptInvoice(here, at),
}

export const stories = array(
  record({ deed: constantFrom(...(Object.keys(DEEDS) as (keyof typeof DEEDS)[])), at: nat(10_000), n: nat(900) }),
  { minLength: 4, maxLength: 12 },
)

/** Carries a story out; what the rules of the base forbid at that moment does not happen. */
export async function live(here: Workshop, story: Deed[]): Promise<void> {
  for (const one of story) {
    here.clock.tick(1_000)
    try {
      await DEEDS[one.deed](here, one)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
  here.clock.tick(1_000)
  await here.work()
}

/** The base has refused it, or an invoice is not where it can be accepted. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && !(error instanceof TypeError) && !(error instanceof ReferenceError)
}

const isOpen = (fields: Entity['fields']) => String(fields['Date']) >= '2026-11-01'

function chosen<T>(list: T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)]
}

export function change(here: Workshop, kind: string, one: Entity | undefined, fields: Body): void {
  if (one) here.simulator.ledger.change(kind, one.key, fields, ELENA)
}

/** One with two telephones, of which the second is the one that counts: only their kinds tell them apart. @returns its key */
export function enterCounterparty(here: Workshop, name: string): string {
  const contacts = contactRows({ personPhone: '+7 900 000-00-01', phone: '+7 495 000-00-02' })
  const rows = contacts.map((row, at) => ({ ...row, LineNumber: String(at + 1) }))
  const names = { Description: name, НаименованиеПолное: `${name} ООО`, ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' }
  const body = { ...names, КонтактнаяИнформация: rows }
  return here.simulator.ledger.create(COUNTERPARTIES, body, ELENA).key
}

function withOurs(here: Workshop, at: number, work: (number: string) => unknown): void {
  const one = chosen(here.accounting.ours(), at)
  if (one && one.fields['Number'] !== '') work(String(one.fields['Number']))
}

let orders = 100

/** The next order of a client that is known, or of a new one; its contract and invoice get into the base. */
async function anotherOrder(here: Workshop): Promise<void> {
  const anna = await managerOf(here)
  const ready = await readyDeal(anna, ++orders)
  await askForDocuments(anna, ready, orders)
  await here.work()
}

export async function acceptInvoice(here: Workshop, at: number): Promise<void> {
  const rows: { uuid: string }[] = await here.bridge.database
    .db('invoices')
    .whereNotNull('deal_id')
    .orderBy('id')
    .select('uuid')
  const one = chosen(rows, at)
  if (one) await acceptChange(await managerOf(here), { invoiceId: one.uuid, takeIntoDeal: false })
}

export async function managerOf(here: Workshop) {
  const anna = await userByLogin(here.bridge.database.db, 'ivanova')
  if (!anna) throw new Error('the demo world has no manager')
  return contextFor(here.bridge, viewerOf(anna))
}
