/** What the accountant does in her own program, in her words; everything goes through the rules of the simulated base. */
import { demoKeys } from '../connectors/simulator/worlds/demo-keys.ts'
import type { Simulator } from '../connectors/simulator/index.ts'
import type { Entity, Row } from '../connectors/simulator/base/model.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
const ELENA = { by: 'Кузнецова' }

/** A counterparty of the demo by its name, any other by its key. */
export type Payer = keyof typeof demoKeys.counterparties | { key: string }

export interface Accounting {
  /** Invoices that carry our mark. */
  ours(): Entity[]
  invoices(): Entity[]
  invoice(number: string): Entity
  /** Changes price of a line (from 1), roubles as text; posts again if it was posted. */
  reprice(number: string, line: number, price: number): void
  renumber(number: string, to: string): void
  mark(number: string, marked: boolean): void
  /** Enters and posts a bank receipt; `parts` = roubles per invoice number, '' = names none. */
  receive(parts: [number: string, roubles: number][], more?: { payer?: Payer; purpose?: string }): string
  unpostReceipt(key: string): void
  /** Knobs and faults of the simulator, see its README. */
  control(method: string, path: string, body?: unknown): Promise<void>
  down(down: boolean): void
}

export function accounting(simulator: Simulator): Accounting {
  const { base, ledger, settings } = simulator
  const invoices = () => [...base.all(INVOICE)]
  const invoice = (number: string) => {
    const found = invoices().filter(({ fields }) => fields['Number'] === number)
    const latest = found.toSorted((a, b) => String(b.fields['Date']).localeCompare(String(a.fields['Date'])))[0]
    if (!latest) throw new Error(`no invoice ${number} in the base`)
    return latest
  }
  const rewrite = (entity: Entity, body: Record<string, unknown>) => {
    const posted = entity.fields['Posted'] === true
    ledger.change(INVOICE, entity.key, body, ELENA)
    if (posted && body['DeletionMark'] === undefined) ledger.post(INVOICE, entity.key, ELENA)
  }
  return {
    invoices,
    invoice,
    ours: () => invoices().filter(({ fields }) => String(fields['Комментарий']).startsWith('zveno:')),
    reprice: (number, line, price) => {
      const entity = invoice(number)
      const rows = (entity.rows['Товары'] ?? []).map((row, at) => (at === line - 1 ? repriced(row, price) : row))
      rewrite(entity, { Товары: rows })
    },
    renumber: (number, to) => rewrite(invoice(number), { Number: to }),
    mark: (number, marked) => {
      const entity = invoice(number)
      if (marked && entity.fields['Posted'] === true) ledger.unpost(INVOICE, entity.key, ELENA)
      ledger.change(INVOICE, entity.key, { DeletionMark: marked }, ELENA)
      if (!marked) ledger.post(INVOICE, entity.key, ELENA)
    },
    receive: (parts, { payer = 'K1', purpose = '' } = {}) => {
      const amount = parts.reduce((sum, [, roubles]) => sum + Math.round(roubles * 100), 0) / 100
      const rows = parts.map(([number, roubles], at) => ({
        LineNumber: String(at + 1),
        СуммаПлатежа: roubles,
        СуммаВзаиморасчетов: roubles,
        ...(number !== '' && { СчетНаОплату_Key: invoice(number).key }),
      }))
      const receipt = ledger.create(
        RECEIPT,
        receiptBody({ payer, purpose, amount, now: base.clock.now() }, rows),
        ELENA,
      )
      ledger.post(RECEIPT, receipt.key, ELENA)
      return receipt.key
    },
    unpostReceipt: (key) => void ledger.unpost(RECEIPT, key, ELENA),
    control: async (method, path, body) => {
      const answer = await fetch(`${simulator.url}/control/${path}`, {
        method,
        ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
      })
      if (!answer.ok) throw new Error(await answer.text())
    },
    down: (down) => {
      settings.down = down
    },
  }
}

function repriced(row: Row, price: number): Row {
  const sum = Math.round(Number(row['Количество']) * price * 100) / 100
  return { ...row, Цена: price, Сумма: sum, СуммаНДС: Math.round((sum * 100 * 22) / 122) / 100 }
}

interface ReceiptOf {
  payer: Payer
  purpose: string
  amount: number
  now: string
}

function receiptBody({ payer, purpose, amount, now }: ReceiptOf, rows: Record<string, unknown>[]): never {
  return {
    Date: now,
    ВидОперации: 'ОплатаПокупателя',
    Организация_Key: demoKeys.organisations.O1,
    Контрагент: typeof payer === 'string' ? demoKeys.counterparties[payer] : payer.key,
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    СуммаДокумента: amount,
    НазначениеПлатежа: purpose,
    РасшифровкаПлатежа: rows,
  } as never
}
