/** Invoices of the demo world in every state; dates count back from the clock of the base. */
import type { DemoCounterpartyName } from './demo-people.ts'
import { T1_LINES, T2_LINES } from './demo-products.ts'
import type { DemoLine } from './demo-products.ts'

/** When a document was dated: days before now, or a fixed day of the year before the oldest of the others. */
export type DemoDay = { daysAgo: number; time: string } | { yearBefore: string }

export interface DemoInvoice {
  number: string
  day: DemoDay
  organisation: 'O1' | 'O2'
  counterparty: DemoCounterpartyName
  /** Name of the contract; '' = without one. */
  contract: string
  lines: DemoLine[]
  comment?: string
  state: 'posted' | 'draft' | 'marked'
}

export const DEMO_INVOICES = {
  past118: {
    number: 'ТЕЛ0-000118',
    day: { yearBefore: '11-30T00:00:00' },
    organisation: 'O1',
    counterparty: 'K7',
    contract: '',
    lines: T2_LINES,
    state: 'posted',
  },
  // The number of this one comes again a year later.
  past119: {
    number: 'ТЕЛ0-000119',
    day: { yearBefore: '12-31T00:30:00' },
    organisation: 'O1',
    counterparty: 'K2',
    contract: 'K2main',
    lines: [['support', 12, 2100]],
    state: 'posted',
  },
  past120: {
    number: 'ТЕЛ0-000120',
    day: { yearBefore: '12-31T23:59:59' },
    organisation: 'O1',
    counterparty: 'K5',
    contract: 'K5main',
    lines: T1_LINES,
    state: 'posted',
  },
  i118: {
    number: 'ТЕЛ0-000118',
    day: { daysAgo: 62, time: '15:20:11' },
    organisation: 'O1',
    counterparty: 'K2',
    contract: 'K2main',
    lines: [
      ['license', 2, 33333.33],
      ['support', 6, 2142.86],
    ],
    state: 'posted',
  },
  i119: {
    number: 'ТЕЛ0-000119',
    day: { daysAgo: 18, time: '10:05:40' },
    organisation: 'O1',
    counterparty: 'K1',
    contract: 'K1main',
    lines: [['setup', 1, 48500]],
    comment: 'ждут решения директора 🙂',
    state: 'posted',
  },
  i120: {
    number: 'ТЕЛ0-000120',
    day: { daysAgo: 17, time: '11:48:03' },
    organisation: 'O1',
    counterparty: 'K4double',
    contract: '',
    lines: [['phone', 4, 3850.5]],
    comment: 'выписан по ошибке',
    state: 'marked',
  },
  i121: {
    number: 'ТЕЛ0-000121',
    day: { daysAgo: 15, time: '09:30:00' },
    organisation: 'O1',
    counterparty: 'K2branch',
    contract: 'K2branch',
    lines: [
      ['phone', 8, 3850.5],
      ['setup', 1, 12000],
    ],
    state: 'posted',
  },
  i122: {
    number: 'ТЕЛ0-000122',
    day: { daysAgo: 12, time: '16:12:25' },
    organisation: 'O1',
    counterparty: 'K3',
    contract: 'K3main',
    lines: [
      ['license', 1, 33333.33],
      ['support', 3, 2142.86],
    ],
    state: 'posted',
  },
  i123: {
    number: 'ТЕЛ0-000123',
    day: { daysAgo: 9, time: '12:00:00' },
    organisation: 'O1',
    counterparty: 'K7',
    contract: '',
    lines: T2_LINES,
    state: 'posted',
  },
  i124: {
    number: 'ТЕЛ0-000124',
    day: { daysAgo: 7, time: '14:41:57' },
    organisation: 'O1',
    counterparty: 'K1',
    contract: 'K1main',
    lines: [['support', 12, 2142.86]],
    state: 'posted',
  },
  i125: {
    number: 'ТЕЛ0-000125',
    day: { daysAgo: 4, time: '17:55:30' },
    organisation: 'O1',
    counterparty: 'K5',
    contract: 'K5main',
    lines: [
      ['license', 5, 32000],
      ['kit', 1, 12400],
    ],
    comment: 'черновик, уточняют «комплект»',
    state: 'draft',
  },
  i126: {
    number: 'ТЕЛ0-000126',
    day: { daysAgo: 1, time: '13:07:12' },
    organisation: 'O1',
    counterparty: 'K4',
    contract: '',
    lines: [
      ['license', 1, 33333.33],
      ['setup', 1, 20000],
    ],
    state: 'posted',
  },
  s7: {
    number: 'СЕЛ0-000007',
    day: { daysAgo: 10, time: '10:00:00' },
    organisation: 'O2',
    counterparty: 'K6',
    contract: 'K6other',
    lines: [['support', 2, 1900]],
    state: 'posted',
  },
} satisfies Record<string, DemoInvoice>

export type DemoInvoiceName = keyof typeof DEMO_INVOICES
