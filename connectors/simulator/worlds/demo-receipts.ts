/** Bank receipts of the demo world: whole, partial, in two parts, and one that nobody understands. */
import type { DemoDay, DemoInvoiceName } from './demo-invoices.ts'
import type { DemoCounterpartyName } from './demo-people.ts'

export interface DemoReceipt {
  number: string
  /** Number the bank gave it. */
  bankNumber: string
  day: DemoDay
  payer: DemoCounterpartyName
  /** Roubles per invoice; '' = an amount that names no invoice. */
  parts: { invoice: DemoInvoiceName | ''; amount: number }[]
  purpose: string
}

export const DEMO_RECEIPTS = {
  past1: {
    number: 'ТЕЛ0-000096',
    bankNumber: '310',
    day: { yearBefore: '12-03T12:00:00' },
    payer: 'K7',
    parts: [{ invoice: 'past118', amount: 5000.4 }],
    purpose: 'Оплата по счёту 118',
  },
  past2: {
    number: 'ТЕЛ0-000104',
    bankNumber: '000512',
    day: { yearBefore: '12-31T23:59:59' },
    payer: 'K2',
    parts: [{ invoice: 'past119', amount: 25200 }],
    purpose: 'Оплата по счету № 119, сопровождение за год',
  },
  past3: {
    number: 'ТЕЛ0-000080',
    bankNumber: '9',
    day: { daysAgo: 61, time: '12:00:00' },
    payer: 'K5',
    parts: [{ invoice: 'past120', amount: 163500.01 }],
    purpose: 'Оплата по счету ТЕЛ0-000120, в т.ч. НДС',
  },
  r118: {
    number: 'ТЕЛ0-000081',
    bankNumber: '77',
    day: { daysAgo: 50, time: '12:00:00' },
    payer: 'K2',
    parts: [{ invoice: 'i118', amount: 79523.82 }],
    purpose: 'Оплата по счету № 118, НДС в сумме платежа',
  },
  r122: {
    number: 'ТЕЛ0-000082',
    bankNumber: '15',
    day: { daysAgo: 8, time: '12:00:00' },
    payer: 'K3',
    parts: [{ invoice: 'i122', amount: 20000 }],
    purpose: 'Аванс по сч. 122, без НДС',
  },
  r123a: {
    number: 'ТЕЛ0-000083',
    bankNumber: '401',
    day: { daysAgo: 6, time: '12:00:00' },
    payer: 'K7',
    parts: [{ invoice: 'i123', amount: 3000 }],
    purpose: 'Частичная оплата счета 123',
  },
  r123b: {
    number: 'ТЕЛ0-000084',
    bankNumber: '408',
    day: { daysAgo: 3, time: '12:00:00' },
    payer: 'K7',
    parts: [{ invoice: 'i123', amount: 2000.4 }],
    purpose: 'Доплата по счету 123',
  },
  r124: {
    number: 'ТЕЛ0-000085',
    bankNumber: '1204',
    day: { daysAgo: 2, time: '12:00:00' },
    payer: 'K1',
    parts: [{ invoice: 'i124', amount: 25714.32 }],
    purpose: 'Оплата по счету № ТЕЛ0-000124 за сопровождение, НДС в сумме платежа',
  },
  // Nobody knows what it is for: no invoice, no number in the words.
  unclear: {
    number: 'ТЕЛ0-000086',
    bankNumber: '1211',
    day: { daysAgo: 1, time: '02:10:00' },
    payer: 'K1',
    parts: [{ invoice: '', amount: 12000 }],
    purpose: 'Оплата за услуги связи по договору 17',
  },
} satisfies Record<string, DemoReceipt>

export type DemoReceiptName = keyof typeof DEMO_RECEIPTS
