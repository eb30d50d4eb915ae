/** Records that every world of the accounting configuration needs: currency, units, bank, kinds of contacts, exchange plan. */
import { EMPTY_GUID } from '../base/model.ts'
import { DEMO_BANK } from './demo-people.ts'
import type { Draft, DraftRow } from './draft.ts'
import { draft } from './draft.ts'
import { guidOf } from './ids.ts'

/** With the firm's own `ТЕ` it makes the numbers `ТЕЛ0-000127`. */
export const INFOBASE_PREFIX = 'Л0'

export const commonKeys = {
  rouble: guidOf('currency/643'),
  piece: guidOf('unit/796'),
  month: guidOf('unit/362'),
  bank: guidOf('bank/044525000'),
  russia: guidOf('country/643'),
  /** Node of the base itself. */
  thisNode: guidOf('node/this'),
  /** Node that collects changes for Zveno, code `ZVENO`. */
  zvenoNode: guidOf('node/zveno'),
} as const

/** Predefined kinds of contact information (documented names of this configuration) and what they hold. */
const CONTACT_KINDS = {
  phone: { predefined: 'ТелефонКонтрагента', type: 'Телефон', title: 'Телефон' },
  mail: { predefined: 'EmailКонтрагенты', type: 'АдресЭлектроннойПочты', title: 'Электронная почта' },
  address: { predefined: 'ЮрАдресКонтрагента', type: 'Адрес', title: 'Юридический адрес' },
  personPhone: { predefined: 'ТелефонМобильныйКонтактныеЛица', type: 'Телефон', title: 'Мобильный телефон' },
  personMail: { predefined: 'EmailКонтактныеЛица', type: 'АдресЭлектроннойПочты', title: 'Электронная почта' },
} as const

export type ContactKind = keyof typeof CONTACT_KINDS

export function commonDrafts(): Draft[] {
  return [
    draft({
      set: 'Catalog_Валюты',
      key: commonKeys.rouble,
      fields: { Code: '643', Description: 'руб.', НаименованиеПолное: 'Российский рубль' },
    }),
    unit(commonKeys.piece, { Code: '796', Description: 'шт', НаименованиеПолное: 'Штука' }),
    unit(commonKeys.month, { Code: '362', Description: 'мес', НаименованиеПолное: 'Месяц' }),
    draft({
      set: 'Catalog_Банки',
      key: commonKeys.bank,
      fields: {
        Code: DEMO_BANK.code,
        Description: DEMO_BANK.name,
        КоррСчет: DEMO_BANK.correspondentAccount,
        Город: DEMO_BANK.city,
      },
    }),
    ...Object.keys(CONTACT_KINDS).map((kind) => contactKind(kind as ContactKind)),
    node(commonKeys.thisNode, { Code: 'BUH', Description: 'Бухгалтерия', ThisNode: true }),
    node(commonKeys.zvenoNode, { Code: 'ZVENO', Description: 'Звено', ThisNode: false }),
  ]
}

/** Key of a predefined kind of contact information. */
export function contactKindKey(kind: ContactKind): string {
  return guidOf(`contact-kind/${CONTACT_KINDS[kind].predefined}`)
}

/** Rows of the section `КонтактнаяИнформация`; kinds without a text are left out. */
export function contactRows(texts: Partial<Record<ContactKind, string | undefined>>): DraftRow[] {
  return Object.entries(texts).flatMap(([kind, text]) => (text ? [contactRow(kind as ContactKind, text)] : []))
}

/** The constant that names the firm new documents belong to. */
export function mainOrganisation(key: string): Draft {
  return draft({ set: 'Constant_ОсновнаяОрганизация', key: EMPTY_GUID, fields: { Value_Key: key } })
}

function contactRow(kind: ContactKind, text: string): DraftRow {
  const { type } = CONTACT_KINDS[kind]
  const digits = text.replace(/\D/g, '')
  return {
    Тип: type,
    Вид_Key: contactKindKey(kind),
    ВидДляСписка_Key: contactKindKey(kind),
    Представление: text,
    Значение: JSON.stringify({ value: text, comment: '', type }),
    ...(type === 'Телефон' ? { НомерТелефона: digits, НомерТелефонаБезКодов: digits.slice(-7) } : {}),
    ...(type === 'АдресЭлектроннойПочты' ? { АдресЭП: text, ДоменноеИмяСервера: text.split('@')[1] ?? '' } : {}),
    ...(type === 'Адрес' ? { Страна: 'РОССИЯ' } : {}),
  }
}

function unit(key: string, fields: Draft['fields']): Draft {
  return draft({ set: 'Catalog_КлассификаторЕдиницИзмерения', key, fields })
}

function contactKind(kind: ContactKind): Draft {
  const { predefined, type, title } = CONTACT_KINDS[kind]
  return draft({
    set: 'Catalog_ВидыКонтактнойИнформации',
    key: contactKindKey(kind),
    fields: {
      Description: title,
      Тип: type,
      Predefined: true,
      PredefinedDataName: predefined,
      ИмяПредопределенногоВида: predefined,
      Используется: true,
    },
  })
}

function node(key: string, fields: { Code: string; Description: string; ThisNode: boolean }): Draft {
  return draft({ set: 'ExchangePlan_ЗвеноОбмен', key, fields: { ...fields, SentNo: '0', ReceivedNo: '0' } })
}
