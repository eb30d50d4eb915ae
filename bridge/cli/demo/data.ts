/** Who and what the demo shows: people, the ready cycle of an IT and telecom firm, clients and deals. All invented. */
import type { Role } from '../../domain/people.ts'
import type { Stage } from '../../domain/deal.ts'

/** Everybody in the demo signs in with it; the demo listens on this machine only. */
export const DEMO_PASSWORD = 'zveno-demo'

export interface DemoPerson {
  login: string
  name: string
  role: Role
  department: string
}

const SALES = 'Отдел продаж'

export const PEOPLE: DemoPerson[] = [
  { login: 'ivanova', name: 'Анна Иванова', role: 'manager', department: SALES },
  { login: 'petrov', name: 'Павел Петров', role: 'manager', department: SALES },
  { login: 'sidorova', name: 'Ольга Сидорова', role: 'head', department: SALES },
  { login: 'kuznetsova', name: 'Елена Кузнецова', role: 'accountant', department: 'Бухгалтерия' },
  { login: 'orlov', name: 'Дмитрий Орлов', role: 'integrator', department: 'ИТ' },
]

export const CYCLE_NAME = 'ИТ-проект'

type StageRow = Omit<Stage, 'id' | 'position'>

const open = (name: string, normDays: number, onFact: Stage['onFact'] = ''): StageRow => ({
  name,
  kind: 'open',
  normDays,
  onFact,
})

export const STAGES: StageRow[] = [
  open('Первый интерес', 7),
  open('Презентация', 14),
  open('Демонстрация', 14),
  open('ТЗ согласовано', 21),
  open('Условия', 10),
  open('Счёт выставлен', 7, 'invoiced'),
  open('Ожидание доплаты', 14, 'part-paid'),
  open('Поставка и обучение', 30, 'paid'),
  { name: 'Работа принята', kind: 'won', normDays: 0, onFact: '' },
  { name: 'Отказ', kind: 'lost', normDays: 0, onFact: '' },
]

export interface DemoClient {
  /** Names of counterparties in the simulated base that stand for the client. */
  entities: string[]
  name: string
  profile: string
  industry: string
  region: string
  manager: string
  contacts: { name: string; position: string; phone: string; email: string }[]
}

export const CLIENTS: DemoClient[] = [
  {
    entities: ['K1'],
    name: 'Ромашка',
    profile: 'Сеть цветочных салонов, 14 точек, колл-центр на 10 мест',
    industry: 'Розничная торговля',
    region: 'Москва',
    manager: 'ivanova',
    contacts: [
      {
        name: 'Смирнов Игорь Олегович',
        position: 'директор',
        phone: '+7 (000) 000-10-01',
        email: 'smirnov@romashka.example',
      },
      {
        name: 'Белова Тамара Ильинична',
        position: 'главный бухгалтер',
        phone: '+7 (000) 000-10-02',
        email: 'belova@romashka.example',
      },
    ],
  },
  {
    entities: ['K2', 'K2branch'],
    name: 'Северный ветер',
    profile: 'Логистика, головной офис и филиал в Приморском районе',
    industry: 'Транспорт',
    region: 'Санкт-Петербург',
    manager: 'petrov',
    contacts: [],
  },
  {
    entities: ['K3'],
    name: 'Лукин Е. С.',
    profile: 'Частная школа программирования',
    industry: 'Образование',
    region: 'Новосибирск',
    manager: 'ivanova',
    contacts: [],
  },
  {
    entities: ['K4'],
    name: 'Вектор',
    profile: 'Проектирование инженерных сетей',
    industry: 'Проектирование',
    region: 'Новосибирск',
    manager: 'petrov',
    contacts: [],
  },
  {
    entities: ['K5'],
    name: 'Альфа-Сеть',
    profile: 'Провайдер, три районных центра',
    industry: 'Связь',
    region: 'Свердловская область',
    manager: 'ivanova',
    contacts: [],
  },
  {
    entities: ['K7'],
    name: 'Подмосковье-Связь',
    profile: 'Оператор фиксированной связи',
    industry: 'Связь',
    region: 'Московская область',
    manager: 'ivanova',
    contacts: [],
  },
]

/** What we sell and the accounting base does not know yet: pre-flight asks to choose something that it knows. */
export const OWN_PRODUCTS = ['Обучение']

export interface DemoDeal {
  client: string
  title: string
  cause: string
  /** Name of the stage. */
  stage: string
  /** Words of the product, thousandths, kopecks per unit VAT included. */
  lines: [product: string, quantityMilli: number, priceMinor: number][]
}

/** Sums of the first one do not divide: 163 500,01 with VAT counted line by line. */
export const DEALS: DemoDeal[] = [
  {
    client: 'Ромашка',
    title: 'АТС для колл-центра',
    cause: 'семинар, осень',
    stage: 'Условия',
    lines: [
      ['Лицензия АТС (10 мест)', 3_000, 33_333_33],
      ['Внедрение', 1_000, 48_500_00],
      ['Сопровождение', 7_000, 2_142_86],
    ],
  },
  {
    client: 'Альфа-Сеть',
    title: 'Перевод абонентов на новую платформу',
    cause: 'обращение клиента',
    stage: 'Презентация',
    lines: [['Лицензия АТС (10 мест)', 12_000, 31_000_00]],
  },
  {
    client: 'Подмосковье-Связь',
    title: 'Сопровождение на год',
    cause: 'инициатива менеджера',
    stage: 'Первый интерес',
    lines: [
      ['Сопровождение', 12_000, 15_000_00],
      ['Обучение', 1_000, 24_000_00],
    ],
  },
  {
    client: 'Северный ветер',
    title: 'Телефония филиала',
    cause: 'рекомендация',
    stage: 'Демонстрация',
    lines: [
      ['Лицензия АТС (10 мест)', 2_000, 33_333_33],
      ['Внедрение', 1_000, 60_000_00],
    ],
  },
]
