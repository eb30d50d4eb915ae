/** Finds the object types of a profile by the names that the interface gives them. */
import type { Field, ObjectType, Profile, Scalar, Section } from './model.ts'
import { EMPTY_DATE, EMPTY_GUID, UNDEFINED_TYPE } from './model.ts'
import { edmOf, setName } from '../odata/metadata/properties.ts'
import type { Edm } from '../odata/metadata/sets.ts'

const objectsByProfile = new WeakMap<Profile, Map<string, ObjectType>>()

/** The object type behind a set name such as `Catalog_Контрагенты`; tabular sets and `_RecordType` are not objects. */
export function objectOf(profile: Profile, set: string): ObjectType | undefined {
  let objects = objectsByProfile.get(profile)
  if (!objects) {
    objects = new Map(profile.objects.map((object) => [setName(object), object]))
    objectsByProfile.set(profile, objects)
  }
  return objects.get(set)
}

export function sectionsOf(object: ObjectType): Section[] {
  return 'sections' in object ? object.sections : []
}

const EMPTY: Partial<Record<Edm, Scalar>> = {
  'Edm.Guid': EMPTY_GUID,
  'Edm.DateTime': EMPTY_DATE,
  'Edm.Boolean': false,
  'Edm.Double': 0,
  'Edm.Int16': 0,
  'Edm.Int64': '0',
}

/** Properties of one attribute with the values an object has before anybody filled it: never null (documented). */
export function emptyValues(field: Field): Record<string, Scalar> {
  const { name, type } = field
  if (type.is === 'composite') return { [name]: '', [`${name}_Type`]: UNDEFINED_TYPE }
  if (type.is === 'storage') return { [`${name}_Type`]: 'application/octet-stream', [`${name}_Base64Data`]: '' }
  return { [type.is === 'ref' ? `${name}_Key` : name]: EMPTY[edmOf(type)] ?? '' }
}

/** `СчетНаОплатуПокупателю` -> `Счет на оплату покупателю`, the way 1C titles an object by default. */
export function titleOf(set: string): string {
  const name = set.slice(set.indexOf('_') + 1)
  const words = name.match(/[А-ЯЁA-Z]+(?![а-яёa-z])|[А-ЯЁA-Z]?[а-яёa-z]+|\d+/g) ?? [name]
  return words.map((word, index) => (index === 0 || word === word.toUpperCase() ? word : word.toLowerCase())).join(' ')
}
