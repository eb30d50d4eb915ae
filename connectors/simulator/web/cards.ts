/** Cards of the catalogues as tables of fields: what a card shows, which property holds it, what a list shows of it. */
import type { Entity } from '../base/model.ts'
import { type ContactKind, contactKindKey } from '../worlds/common.ts'
import type { SectionName } from './layout.ts'
import { CONTRACTS, COUNTERPARTIES, nameOf, ORGANISATIONS, PRODUCTS, text } from './look.ts'
import type { Column } from './list-page.ts'
import type { WebRequest } from './request.ts'
import type { WordKey } from './words/say.ts'

export type CardField = { name: string; label: WordKey; wide?: true } & (
  | { is: 'text'; length: number }
  | { is: 'date' }
  | { is: 'yes-no' }
  /** A reference chosen from the items of a catalogue; `once` = given on creation and never changed. */
  | { is: 'ref'; to: string; once?: true }
  | { is: 'choice'; of: { value: string; label: WordKey }[] }
  /** A row of the contact information; `name` is the name of the form field only. */
  | { is: 'contact'; kind: ContactKind }
)

export interface Card {
  section: SectionName
  set: string
  title: WordKey
  fields: CardField[]
  /** Properties of a new record that the form does not show. */
  defaults: Record<string, string | boolean>
  columns: (request: WebRequest) => Column[]
}

const name = { name: 'Description', label: 'name', is: 'text', length: 100, wide: true } as const

const plain = (title: WordKey, property: string, more: Partial<Column> = {}): Column => ({
  title,
  show: ({ fields }) => text(fields[property]),
  ...more,
})

const counterparties: Card = {
  section: 'counterparties',
  set: COUNTERPARTIES,
  title: 'counterparty',
  fields: [
    name,
    { name: 'НаименованиеПолное', label: 'fullName', is: 'text', length: 250, wide: true },
    {
      name: 'ЮридическоеФизическоеЛицо',
      label: 'personKind',
      is: 'choice',
      of: [
        { value: 'ЮридическоеЛицо', label: 'legalEntity' },
        { value: 'ФизическоеЛицо', label: 'person' },
      ],
    },
    { name: 'ИНН', label: 'taxId', is: 'text', length: 12 },
    { name: 'КПП', label: 'reasonCode', is: 'text', length: 9 },
    { name: 'ГоловнойКонтрагент', label: 'head', is: 'ref', to: COUNTERPARTIES },
    { name: 'contact-phone', label: 'phone', is: 'contact', kind: 'phone' },
    { name: 'contact-mail', label: 'mail', is: 'contact', kind: 'mail' },
    { name: 'contact-address', label: 'address', is: 'contact', kind: 'address', wide: true },
    { name: 'Комментарий', label: 'comment', is: 'text', length: 1000, wide: true },
  ],
  defaults: {},
  columns: () => [
    plain('name', 'Description'),
    plain('taxId', 'ИНН'),
    plain('reasonCode', 'КПП'),
    { title: 'phone', minor: true, show: (entity) => contactOf(entity, 'phone') },
    { title: 'mail', minor: true, show: (entity) => contactOf(entity, 'mail') },
  ],
}

const contracts: Card = {
  section: 'contracts',
  set: CONTRACTS,
  title: 'contract',
  fields: [
    { name: 'Owner', label: 'owner', is: 'ref', to: COUNTERPARTIES, once: true, wide: true },
    name,
    { name: 'Номер', label: 'number', is: 'text', length: 50 },
    { name: 'Дата', label: 'date', is: 'date' },
    { name: 'Организация', label: 'organisation', is: 'ref', to: ORGANISATIONS },
    { name: 'СрокДействия', label: 'validUntil', is: 'date' },
    { name: 'ДоговорПодписан', label: 'signed', is: 'yes-no' },
    { name: 'Комментарий', label: 'comment', is: 'text', length: 1000, wide: true },
  ],
  defaults: { ВидДоговора: 'СПокупателем' },
  columns: ({ context, say }) => [
    plain('name', 'Description'),
    { title: 'owner', show: ({ fields }) => nameOf(context.base, COUNTERPARTIES, fields['Owner_Key']) },
    {
      title: 'organisation',
      minor: true,
      show: ({ fields }) => nameOf(context.base, ORGANISATIONS, fields['Организация_Key']),
    },
    { title: 'signed', show: ({ fields }) => say(fields['ДоговорПодписан'] === true ? 'yes' : 'no') },
  ],
}

const products: Card = {
  section: 'products',
  set: PRODUCTS,
  title: 'productCard',
  fields: [
    name,
    { name: 'НаименованиеПолное', label: 'fullName', is: 'text', length: 1000, wide: true },
    { name: 'Артикул', label: 'article', is: 'text', length: 25 },
    { name: 'ЕдиницаИзмерения', label: 'unit', is: 'ref', to: 'Catalog_КлассификаторЕдиницИзмерения' },
    { name: 'Услуга', label: 'service', is: 'yes-no' },
    { name: 'Комментарий', label: 'comment', is: 'text', length: 1000, wide: true },
  ],
  defaults: { ВидСтавкиНДС: 'Общая' },
  columns: ({ context, say }) => [
    plain('name', 'Description'),
    plain('article', 'Артикул'),
    {
      title: 'unit',
      show: ({ fields }) =>
        nameOf(context.base, 'Catalog_КлассификаторЕдиницИзмерения', fields['ЕдиницаИзмерения_Key']),
    },
    { title: 'service', show: ({ fields }) => say(fields['Услуга'] === true ? 'yes' : 'no') },
  ],
}

export const CARDS: readonly Card[] = [counterparties, contracts, products]

/** Text of a counterparty's contact, '' when there is none. */
export function contactOf(entity: Entity, kind: ContactKind): string {
  const rows = entity.rows['КонтактнаяИнформация'] ?? []
  return text(rows.find((row) => row['Вид_Key'] === contactKindKey(kind))?.['Представление'])
}
