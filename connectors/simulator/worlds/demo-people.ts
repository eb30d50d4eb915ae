/** Firms, counterparties, contact persons and contracts of the demo world. Invented; tax ids and accounts pass the checks. */

export const DEMO_BANK = {
  code: '044525000',
  name: 'БАНК «ВЫМЫШЛЕННЫЙ»',
  city: 'Москва',
  correspondentAccount: '30101810900000000000',
} as const

export interface DemoOrganisation {
  name: string
  fullName: string
  shortName: string
  taxId: string
  reasonCode: string
  registration: string
  /** Two letters that open the numbers of its documents. */
  prefix: string
  person: boolean
  account: string
  address: string
}

export const DEMO_ORGANISATIONS: Record<'O1' | 'O2', DemoOrganisation> = {
  O1: {
    name: 'Звено Телеком ООО',
    fullName: 'Общество с ограниченной ответственностью «Звено Телеком»',
    shortName: 'ООО «Звено Телеком»',
    taxId: '7701000019',
    reasonCode: '770101001',
    registration: '1027701000007',
    prefix: 'ТЕ',
    person: false,
    account: '40702810900000000001',
    address: '101000, г. Москва, ул. Вымышленная, д. 1',
  },
  O2: {
    name: 'Сергеев А. П. ИП',
    fullName: 'Индивидуальный предприниматель Сергеев Алексей Петрович',
    shortName: 'ИП Сергеев А. П.',
    taxId: '770100000142',
    reasonCode: '',
    registration: '304770100000016',
    prefix: 'СЕ',
    person: true,
    account: '40802810400000000003',
    address: '101000, г. Москва, пер. Выдуманный, д. 2, кв. 5',
  },
}

export interface DemoCounterparty {
  name: string
  fullName: string
  taxId: string
  reasonCode: string
  person?: true
  /** A branch: name of the head counterparty. */
  head?: 'K2'
  account?: string
  phone?: string
  mail?: string
  address?: string
  comment?: string
}

export type DemoCounterpartyName = 'K1' | 'K2' | 'K2branch' | 'K3' | 'K4' | 'K4double' | 'K5' | 'K6' | 'K7'

export const DEMO_COUNTERPARTIES: Record<DemoCounterpartyName, DemoCounterparty> = {
  K1: {
    name: 'Ромашка ООО',
    fullName: 'ООО «Ромашка»',
    taxId: '7701000026',
    reasonCode: '770101001',
    account: '40702810200000000002',
    phone: '+7 (000) 000-00-01',
    mail: 'office@romashka.example',
    address: '101000, г. Москва, ул. Полевая, д. 7, офис 12',
  },
  K2: {
    name: 'Северный ветер ООО',
    fullName: 'ООО «Северный ветер»',
    taxId: '7810000033',
    reasonCode: '781001001',
    account: '40702810800000000004',
    phone: '+7 (000) 000-00-02',
    mail: 'buh@severveter.example',
    address: '196000, г. Санкт-Петербург, пр. Ветровой, д. 10',
  },
  K2branch: {
    name: 'Северный ветер ООО (филиал)',
    fullName: 'Филиал ООО «Северный ветер» в Приморском районе',
    taxId: '7810000033',
    reasonCode: '784243001',
    head: 'K2',
    mail: 'filial@severveter.example',
    address: '197000, г. Санкт-Петербург, ул. Морская, д. 3',
  },
  K3: {
    name: 'Лукин Е. С. ИП',
    fullName: 'Индивидуальный предприниматель Лукин Егор Семёнович',
    taxId: '540600000298',
    reasonCode: '',
    person: true,
    account: '40802810300000000006',
    phone: '+7 (000) 000-00-03',
    address: '630000, г. Новосибирск, ул. Берёзовая, д. 4',
  },
  K4: {
    name: 'Вектор ООО',
    fullName: 'ООО «Вектор»',
    taxId: '5406000057',
    reasonCode: '540601001',
    account: '40702810100000000005',
    mail: 'info@vektor.example',
    address: '630000, г. Новосибирск, ул. Прямая, д. 15',
  },
  K4double: {
    name: 'ООО Вектор (Новосиб)',
    fullName: 'ООО Вектор',
    taxId: '',
    reasonCode: '',
    phone: '+7 (000) 000-00-04',
    comment: 'заведён со слов менеджера, реквизитов нет',
  },
  K5: {
    name: 'Альфа-Сеть ООО',
    fullName: 'ООО «Альфа-Сеть»',
    taxId: '6612000079',
    reasonCode: '661201001',
    account: '40702810700000000007',
    mail: 'zakaz@alfaset.example',
    address: '623400, Свердловская обл., г. Каменск-Уральский, ул. Сетевая, д. 8',
  },
  K6: {
    name: 'Плательщик ООО',
    fullName: 'ООО «Плательщик»',
    taxId: '7701000065',
    reasonCode: '770101001',
    account: '40702810000000000008',
    comment: 'платит за Ромашку',
  },
  K7: {
    name: 'Подмосковье-Связь ООО',
    fullName: 'ООО «Подмосковье-Связь»',
    taxId: '5001000041',
    reasonCode: '500101001',
    account: '40702810300000000009',
    phone: '+7 (000) 000-00-07',
    mail: 'svyaz@podmoskovie.example',
    // A no-break space after «г.» is the text trap of this record.
    address: '143900, Московская обл., г.\u00a0Балашиха, ш. Кольцевое, д. 21',
  },
}

export interface DemoPerson {
  owner: DemoCounterpartyName
  surname: string
  first: string
  middle: string
  post: string
  phone: string
  mail: string
}

export const DEMO_PERSONS: Record<string, DemoPerson> = {
  smirnov: {
    owner: 'K1',
    surname: 'Смирнов',
    first: 'Игорь',
    middle: 'Олегович',
    post: 'Генеральный директор',
    phone: '+7 (000) 000-10-01',
    mail: 'smirnov@romashka.example',
  },
  belova: {
    owner: 'K1',
    surname: 'Белова',
    first: 'Тамара',
    middle: 'Ильинична',
    post: 'Главный бухгалтер',
    phone: '+7 (000) 000-10-02',
    mail: 'belova@romashka.example',
  },
}

export interface DemoContract {
  owner: DemoCounterpartyName
  organisation: 'O1' | 'O2'
  number: string
  /** Days before now when it was signed. */
  daysAgo: number
  signed: boolean
}

export const DEMO_CONTRACTS: Record<string, DemoContract> = {
  K1main: { owner: 'K1', organisation: 'O1', number: '17', daysAgo: 240, signed: true },
  K2main: { owner: 'K2', organisation: 'O1', number: '7-26', daysAgo: 310, signed: true },
  K2branch: { owner: 'K2branch', organisation: 'O1', number: '7-26/Ф', daysAgo: 120, signed: true },
  K3main: { owner: 'K3', organisation: 'O1', number: 'ЛК/3', daysAgo: 90, signed: false },
  // Leading zeros are part of the number.
  K5main: { owner: 'K5', organisation: 'O1', number: '0017', daysAgo: 420, signed: true },
  K6other: { owner: 'K6', organisation: 'O2', number: '2', daysAgo: 60, signed: false },
}
