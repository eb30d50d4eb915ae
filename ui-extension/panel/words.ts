/** Sentences of the panel in both languages. */
import type { PanelContext, PanelInvoice } from '../../bridge/http/contract/panel-answers.ts'

export type Language = 'ru' | 'en'

type State = PanelInvoice['state']
type Field = NonNullable<PanelContext['changes']>['items'][number]['field']

const ru = {
  deal: 'Сделка',
  deals: 'Сделки',
  stage: 'Этап',
  since: 'с {{at}}',
  manager: 'Менеджер',
  client: 'Клиент',
  cause: 'Повод',
  dealSum: 'Сумма сделки',
  agreed: 'Согласовано',
  contract: 'Договор',
  item: 'Что',
  quantity: 'Кол-во',
  price: 'Цена',
  sum: 'Сумма',
  total: 'Итого',
  agreedDiffers: 'Сумма документа отличается от согласованной на {{sum}}.',
  money: 'Оплата',
  invoiced: 'К оплате',
  received: 'Поступило',
  paid: 'Оплачено',
  settled: 'Разнесено по счетам',
  remainder: 'Остаток',
  advance: 'Аванс',
  asOf: 'По данным базы {{base}} на {{at}}.',
  payments: 'Платежи',
  noPayments: 'Платежей ещё нет.',
  invoices: 'Счета',
  unpaid: 'Неоплаченные счета',
  number: 'Номер',
  date: 'Дата',
  state: 'Состояние',
  changes: 'Последние изменения в 1С',
  waiting: 'Менеджер ещё не согласился с изменениями.',
  accepted: 'Менеджер согласился с изменениями.',
  before: 'Было',
  after: 'Стало',
  line: 'строка {{line}}',
  why: 'Почему этот документ',
  whyRecord: 'Откуда эта запись',
  askedBy: 'Выставил',
  fromDeal: 'Из сделки',
  askedAt: 'Когда',
  rules: 'Правила обмена',
  madeHere: 'Создано в 1С: из CRM этого никто не запрашивал.',
  lastRead: 'Прочитан в CRM',
  noDeal: 'Сделка к этому документу не привязана.',
  noDeals: 'Открытых сделок нет.',
  unknown: 'CRM ещё не прочитала эту запись. Обычно это занимает меньше минуты; нажмите «Обновить».',
  context: 'Контекст на {{at}}',
  away: 'Контекст на {{at}}, связи нет. Документ работает как обычно.',
  neverSeen: 'Связи с CRM нет. Документ работает как обычно.',
  loading: 'Загрузка…',
  again: 'Обновить',
}

export type Key = keyof typeof ru

const en: Record<Key, string> = {
  deal: 'Deal',
  deals: 'Deals',
  stage: 'Stage',
  since: 'since {{at}}',
  manager: 'Manager',
  client: 'Client',
  cause: 'Cause',
  dealSum: 'Sum of the deal',
  agreed: 'Agreed',
  contract: 'Contract',
  item: 'What',
  quantity: 'Quantity',
  price: 'Price',
  sum: 'Sum',
  total: 'Total',
  agreedDiffers: 'The sum of the document differs from what was agreed by {{sum}}.',
  money: 'Payment',
  invoiced: 'To be paid',
  received: 'Received',
  paid: 'Paid',
  settled: 'Allocated to invoices',
  remainder: 'Remainder',
  advance: 'Advance',
  asOf: 'As the base {{base}} said at {{at}}.',
  payments: 'Payments',
  noPayments: 'No payments yet.',
  invoices: 'Invoices',
  unpaid: 'Unpaid invoices',
  number: 'Number',
  date: 'Date',
  state: 'State',
  changes: 'Latest changes in 1C',
  waiting: 'The manager has not accepted the changes yet.',
  accepted: 'The manager has accepted the changes.',
  before: 'Before',
  after: 'After',
  line: 'line {{line}}',
  why: 'Why this document',
  whyRecord: 'Where this record comes from',
  askedBy: 'Issued by',
  fromDeal: 'From the deal',
  askedAt: 'When',
  rules: 'Mapping',
  madeHere: 'Made in 1C: nobody has asked for it in the CRM.',
  lastRead: 'Read into the CRM',
  noDeal: 'No deal is tied to this document.',
  noDeals: 'There are no open deals.',
  unknown: 'The CRM has not read this record yet. It usually takes less than a minute; press “Refresh”.',
  context: 'Context at {{at}}',
  away: 'Context at {{at}}, no connection. The document works as usual.',
  neverSeen: 'No connection to the CRM. The document works as usual.',
  loading: 'Loading…',
  again: 'Refresh',
}

const STATES: Record<Language, Record<State, string>> = {
  ru: {
    queued: 'в очереди',
    checking: 'проверяем',
    draft: 'не проведён',
    issued: 'выставлен',
    'part-paid': 'оплачен частично',
    paid: 'оплачен',
    marked: 'помечен на удаление',
    gone: 'удалён',
    refused: 'отклонён 1С',
    cancelled: 'отозван',
  },
  en: {
    queued: 'queued',
    checking: 'checking',
    draft: 'not posted',
    issued: 'issued',
    'part-paid': 'partly paid',
    paid: 'paid',
    marked: 'marked for deletion',
    gone: 'deleted',
    refused: 'refused by 1C',
    cancelled: 'withdrawn',
  },
}

const FIELDS: Record<Language, Record<Field, string>> = {
  ru: {
    number: 'номер',
    date: 'дата',
    total: 'сумма',
    text: 'содержание',
    quantity: 'количество',
    price: 'цена',
    sum: 'сумма',
    'vat-rate': 'ставка НДС',
    vat: 'НДС',
    'line-added': 'добавлена',
    'line-removed': 'удалена',
    contract: 'договор',
    counterparty: 'контрагент',
  },
  en: {
    number: 'number',
    date: 'date',
    total: 'sum',
    text: 'text',
    quantity: 'quantity',
    price: 'price',
    sum: 'sum',
    'vat-rate': 'VAT rate',
    vat: 'VAT',
    'line-added': 'added',
    'line-removed': 'removed',
    contract: 'contract',
    counterparty: 'counterparty',
  },
}

export interface Words {
  language: Language
  say: (key: Key, facts?: Record<string, string | number>) => string
  state: (state: State) => string
  field: (field: Field) => string
}

export function wordsIn(language: Language): Words {
  const sentences = language === 'ru' ? ru : en
  return {
    language,
    say: (key, given = {}) => sentences[key].replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(given[name])),
    state: (state) => STATES[language][state],
    field: (field) => FIELDS[language][field],
  }
}

/** The language of the address, else the first one of the browser that we speak. */
export function chosenLanguage(search: string, wanted: readonly string[]): Language {
  const told = new URLSearchParams(search).get('lang')
  if (told === 'ru' || told === 'en') return told
  const known = wanted
    .map((language) => language.slice(0, 2))
    .find((language) => language === 'ru' || language === 'en')
  return known === 'en' ? 'en' : 'ru'
}
