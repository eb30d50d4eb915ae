/** Lists and forms of catalogues, made from their tables of fields. */
import type { Body } from '../ledger/ledger.ts'
import { EMPTY_DATE, EMPTY_GUID, type Entity, type Row, type Scalar } from '../base/model.ts'
import { type ContactKind, contactKindKey, contactRows } from '../worlds/common.ts'
import { isTaxId } from '../worlds/check-digits.ts'
import { type Card, type CardField, contactOf } from './cards.ts'
import { cardView } from './card-view.ts'
import type { ListKind } from './list-page.ts'
import { keyText, text } from './look.ts'
import type { RecordKind } from './record-pages.ts'

/** Field name -> what stands in the form; a yes is `on`. */
export type CardValues = Record<string, string>

const CONTACTS = 'КонтактнаяИнформация'

export function cardList(card: Card): ListKind {
  return {
    section: card.section,
    set: card.set,
    states: ['active', 'marked'],
    order: (left, right) => text(left.fields['Description']).localeCompare(text(right.fields['Description']), 'ru'),
    searched: (_request, { fields }) => Object.values(fields).join(' '),
    columns: card.columns,
  }
}

export function cardKind(card: Card): RecordKind<CardValues> {
  const kind: RecordKind<CardValues> = {
    section: card.section,
    set: card.set,
    title: (request, { entity }) =>
      entity ? text(entity.fields['Description']) : `${request.say(card.title)} (${request.say('newRecord')})`,
    blank: (request) => ({ ...blankValues(card), Owner: request.exchange.query.get('counterparty') ?? '' }),
    ofEntity: (_request, entity) => valuesOf(card, (field) => stored(entity, field)),
    read: (form) => valuesOf(card, (field) => form.text(field.name).trim()),
    problems: (request, values) => (nameless(card, values) ? [request.say('noName')] : []),
    body: (_request, values, before) => bodyOf(card, values, before),
    remarks: (values) => (values['ИНН'] && !isTaxId(values['ИНН']) ? 'careful=tax-id' : ''),
    view: (request, screen) => cardView(request, { card, kind, screen }),
  }
  return kind
}

function blankValues(card: Card): CardValues {
  return valuesOf(card, (field) => (field.is === 'choice' ? (field.of[0]?.value ?? '') : ''))
}

function valuesOf(card: Card, value: (field: CardField) => string): CardValues {
  return Object.fromEntries(card.fields.map((field) => [field.name, value(field)]))
}

/** A contract without a name gets one from its number and date. */
function nameless(card: Card, values: CardValues): boolean {
  const named = values['Description'] !== '' || (card.section === 'contracts' && values['Номер'] !== '')
  return !named
}

function stored(entity: Entity, field: CardField): string {
  if (field.is === 'contact') return contactOf(entity, field.kind)
  if (field.is === 'ref') return keyText(entity.fields[`${field.name}_Key`])
  const value = entity.fields[field.name]
  if (field.is === 'yes-no') return value === true ? 'on' : ''
  if (field.is === 'date') return value === EMPTY_DATE ? '' : text(value).slice(0, 10)
  return text(value)
}

function bodyOf(card: Card, values: CardValues, before: Entity | undefined): Body {
  const body: Body = before ? {} : { ...card.defaults }
  for (const field of card.fields) {
    if (field.is === 'contact' || (field.is === 'ref' && field.once && before)) continue
    body[field.is === 'ref' ? `${field.name}_Key` : field.name] = written(field, values[field.name] ?? '')
  }
  if (card.fields.some((field) => field.is === 'contact')) body[CONTACTS] = contactsAfter(card, values, before)
  if (values['ИНН'] !== undefined) body['ИННВведенКорректно'] = isTaxId(values['ИНН'])
  return body
}

function written(field: CardField, value: string): Scalar {
  if (field.is === 'ref') return value || EMPTY_GUID
  if (field.is === 'yes-no') return value === 'on'
  if (field.is === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00` : EMPTY_DATE
  return value
}

/** Rows of other kinds stay as they are; a row whose text did not change keeps its details. */
function contactsAfter(card: Card, values: CardValues, before: Entity | undefined): Row[] {
  const kept = before?.rows[CONTACTS] ?? []
  const shown = card.fields.flatMap((field) => (field.is === 'contact' ? [field] : []))
  const ownKeys = new Set<Scalar | undefined>(shown.map((field) => contactKindKey(field.kind)))
  const own = shown.flatMap((field) => contactAfter(kept, field.kind, values[field.name] ?? ''))
  return [...kept.filter((row) => !ownKeys.has(row['Вид_Key'])), ...own].map((row, at) => ({
    ...row,
    LineNumber: String(at + 1),
  }))
}

function contactAfter(kept: Row[], kind: ContactKind, value: string): Row[] {
  const same = kept.find((row) => row['Вид_Key'] === contactKindKey(kind) && row['Представление'] === value)
  return same ? [same] : contactRows({ [kind]: value })
}
