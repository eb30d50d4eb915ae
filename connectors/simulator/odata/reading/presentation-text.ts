/** Texts behind `____Presentation` and `Presentation`: what a person sees instead of a reference, a name or a number. */
import type { Context } from '../../context.ts'
import { textOf } from './items.ts'
import type { Item } from './items.ts'
import { EMPTY_DATE, EMPTY_GUID } from '../../base/model.ts'
import { titleOf } from '../../base/objects.ts'
import { presentationOf, russianMoment } from '../../base/presentation.ts'

/** Presentation of the whole entity; of a record of a register there is none. */
export function ownPresentation(item: Item): string {
  return item.entity ? presentationOf(item.entity) : ''
}

/** @param name property without `_Key` */
export function presentationText(context: Context, item: Item, name: string): string {
  const property = item.set.byName.get(`${name}_Key`) ?? item.set.byName.get(name)
  const value = item.value(property?.name ?? name)
  const text = textOf(item, property?.name ?? name)
  if (property?.type?.is === 'ref') return referenceText(context, property.type.to, text)
  if (property?.type?.is === 'composite') return compositeText(context, item, name)
  if (property?.type?.is === 'enum') return titleOf(text)
  if (property?.edm === 'Edm.DateTime') return value === EMPTY_DATE ? '' : russianMoment(text)
  if (typeof value === 'boolean') return value ? 'Да' : 'Нет'
  return text
}

function compositeText(context: Context, item: Item, name: string): string {
  const type = textOf(item, `${name}_Type`).replace('StandardODATA.', '')
  const value = textOf(item, name)
  return context.sets.has(type) ? referenceText(context, type, value) : titleOf(value)
}

function referenceText(context: Context, set: string, key: string): string {
  if (key === EMPTY_GUID) return ''
  const entity = context.base.get(set, key)
  return entity ? presentationOf(entity) : `<Объект не найден> (${key})`
}
