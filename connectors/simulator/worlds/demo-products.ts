/** Products of the demo world and the lines of its trap invoices. */

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
