/** Products, invoices and bank receipts of the demo world; dates count back from the clock of the base. */
import type { DemoCounterpartyName } from './demo-people.ts'

export interface DemoProduct {
  name: string
  fullName: string
  article: string
  service: boolean
  /** Kopeck price of the price list, roubles. */
  price: number
}

/** «Обучение» is missing on purpose: the manager sells it before the accountant has entered it. */
export const DEMO_PRODUCTS = {
  license: {
    name: 'Лицензия АТС (10 мест)',
    fullName: 'Лицензия на программную АТС, пакет на 10 рабочих мест',
    article: 'ATS-10',
    service: false,
    price: 33333.33,
  },
  setup: {
    name: 'Внедрение',
    fullName: 'Внедрение и настройка программной АТС',
    article: 'SRV-01',
    service: true,
    price: 48500,
  },
  support: {
    name: 'Сопровождение',
    fullName: 'Сопровождение программной АТС, месяц',
    article: 'SRV-02',
    service: true,
    price: 2142.86,
  },
  phone: {
    name: 'Телефон настольный «Ёлка», чёрный',
    fullName: 'Телефонный аппарат настольный «Ёлка», чёрный, с дисплеем',
    article: '00042',
    service: false,
    price: 3850.5,
  },
  kit: {
    name: 'Комплект связи',
    // 1 024 characters: longer than the attribute, which cuts it.
    fullName: 'Комплект связи: '.padEnd(1024, 'кабель, розетка, патч-корд; '),
    article: 'KIT-1024',
    service: false,
    price: 12400,
  },
} satisfies Record<string, DemoProduct>

export type DemoProductName = keyof typeof DEMO_PRODUCTS

/** Product, quantity, price in roubles with VAT. */
export type DemoLine = [DemoProductName, number, number]

/** 163 500,01 with VAT; per row half-up 27 250,00 at 20 % and 29 483,61 at 22 %. */
export const T1_LINES: DemoLine[] = [
  ['license', 3, 33333.33],
  ['setup', 1, 48500],
  ['support', 7, 2142.86],
]

/** 5 000,40 with VAT; per row half-up 833,42 at 20 % and 901,72 at 22 %, on the total a kopeck or two less. */
export const T2_LINES: DemoLine[] = [
  ['license', 3, 1000.03],
  ['setup', 3, 333.35],
  ['support', 7, 142.89],
  ['phone', 1, 0.03],
]

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
