/** Finds the object types of a profile by the names that the interface gives them. */
import type { Field, ObjectType, Profile, Scalar, Section } from './model.ts'
import { EMPTY_DATE, EMPTY_GUID, UNDEFINED_TYPE } from './model.ts'

const objectsByProfile = new WeakMap<Profile, Map<string, ObjectType>>()

/** The object type behind a set name such as `Catalog_Контрагенты`; tabular sets and `_RecordType` are not objects. */
export function objectOf(profile: Profile, set: string): ObjectType | undefined {
  let objects = objectsByProfile.get(profile)
  if (!objects) {
    objects = new Map(profile.objects.map((object) => [`${object.class}_${object.name}`, object]))
    objectsByProfile.set(profile, objects)
  }
  return objects.get(set)
}

export function sectionsOf(object: ObjectType): Section[] {
  return 'sections' in object ? object.sections : []
}

/** Properties of one attribute with the values an object has before anybody filled it. */
export function emptyValues(field: Field): Record<string, Scalar> {
  const { name, type } = field
  if (type.is === 'ref') return { [`${name}_Key`]: EMPTY_GUID }
  if (type.is === 'composite') return { [name]: '', [`${name}_Type`]: UNDEFINED_TYPE }
  if (type.is === 'storage') return { [`${name}_Type`]: 'application/octet-stream', [`${name}_Base64Data`]: '' }
  if (type.is === 'number') return { [name]: isInt64(type) ? '0' : 0 }
  if (type.is === 'yes-no') return { [name]: false }
  if (type.is === 'date') return { [name]: EMPTY_DATE }
  if (type.is === 'guid') return { [name]: EMPTY_GUID }
  return { [name]: '' }
}

/** Whole numbers of five digits and more travel as text (observed). */
export function isInt64(type: { digits: number; fraction: number }): boolean {
  return type.fraction === 0 && type.digits > 4
}

/** `СчетНаОплатуПокупателю` -> `Счет на оплату покупателю`, the way 1C titles an object by default. */
export function titleOf(set: string): string {
  const name = set.slice(set.indexOf('_') + 1)
  const words = name.match(/[А-ЯЁA-Z]+(?![а-яёa-z])|[А-ЯЁA-Z]?[а-яёa-z]+|\d+/g) ?? [name]
  return words.map((word, index) => (index === 0 || word === word.toUpperCase() ? word : word.toLowerCase())).join(' ')
}
