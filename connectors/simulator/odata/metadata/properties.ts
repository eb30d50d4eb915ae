/** Properties of entities: the standard ones of each class of objects, and what an attribute turns into (sections 1.7, 1.8). */
import type { Field, FieldType, ObjectType } from '../../base/model.ts'
import type { Edm, Property } from './sets.ts'

/** Whole numbers up to four digits are Int16 (of 3 and 4 inferred), longer ones Int64 (observed). */
const INT16_DIGITS = 4

export function setName(object: ObjectType): string {
  return `${object.class}_${object.name}`
}

/** Standard properties in their order, and the `_Type` companions that follow at the end of the entity. */
export function standardProperties(object: ObjectType): { own: Property[]; ownTypes: Property[] } {
  if (object.class === 'Document') return { own: documentProperties(), ownTypes: [] }
  if (object.class === 'ExchangePlan') return { own: planProperties(), ownTypes: [] }
  if (object.class !== 'Catalog') return { own: [], ownTypes: [] }
  const owner = object.owner ? [{ name: 'Owner', type: referenceTo(object.owner) }] : []
  const parent: Field[] = object.hierarchical ? [{ name: 'Parent', type: { is: 'ref', to: setName(object) } }] : []
  const own = [
    key('Ref_Key', 'Edm.Guid'),
    plain('Predefined', 'Edm.Boolean'),
    plain('PredefinedDataName', 'Edm.String'),
    plain('DataVersion', 'Edm.String'),
    text('Description', object.nameLength),
    ...(object.codeLength > 0 ? [text('Code', object.codeLength)] : []),
    ...owner.flatMap(mainProperties),
    ...parent.flatMap(mainProperties),
    ...(object.hierarchical ? [plain('IsFolder', 'Edm.Boolean')] : []),
    plain('DeletionMark', 'Edm.Boolean'),
  ]
  return { own, ownTypes: owner.flatMap(companions) }
}

function documentProperties(): Property[] {
  return [
    key('Ref_Key', 'Edm.Guid'),
    plain('DataVersion', 'Edm.String'),
    plain('Number', 'Edm.String'),
    plain('Date', 'Edm.DateTime'),
    plain('DeletionMark', 'Edm.Boolean'),
    plain('Posted', 'Edm.Boolean'),
  ]
}

function planProperties(): Property[] {
  return [
    key('Ref_Key', 'Edm.Guid'),
    plain('DataVersion', 'Edm.String'),
    plain('Description', 'Edm.String'),
    plain('Code', 'Edm.String'),
    plain('DeletionMark', 'Edm.Boolean'),
    plain('SentNo', 'Edm.Int64'),
    plain('ReceivedNo', 'Edm.Int64'),
    plain('ThisNode', 'Edm.Boolean'),
  ]
}

/** One type of owner or recorder makes `X_Key`, several a composite. */
export function referenceTo(sets: string[]): FieldType {
  const [only, ...others] = sets
  return only !== undefined && others.length === 0 ? { is: 'ref', to: only } : { is: 'composite', of: sets }
}

/** Properties of an attribute that stand in its own place. */
export function mainProperties(field: Field): Property[] {
  const { name, type } = field
  if (type.is === 'storage') {
    return [plain(name, 'Edm.Stream'), plain(`${name}_Type`, 'Edm.String'), plain(`${name}_Base64Data`, 'Edm.Binary')]
  }
  return [{ name: type.is === 'ref' ? `${name}_Key` : name, edm: edmOf(type), nullable: true, type }]
}

/** The `_Type` companion of a composite attribute; it stands at the end of its entity. */
export function companions(field: Field): Property[] {
  return field.type.is === 'composite' ? [plain(`${field.name}_Type`, 'Edm.String')] : []
}

/** Edm type of an attribute that makes one property. */
export function edmOf(type: FieldType): Edm {
  switch (type.is) {
    case 'number':
      if (type.fraction > 0) return 'Edm.Double'
      return type.digits <= INT16_DIGITS ? 'Edm.Int16' : 'Edm.Int64'
    case 'date':
      return 'Edm.DateTime'
    case 'yes-no':
      return 'Edm.Boolean'
    case 'guid':
    case 'ref':
      return 'Edm.Guid'
    default:
      return 'Edm.String'
  }
}

export function key(name: string, edm: Edm): Property {
  return { name, edm, nullable: false }
}

export function plain(name: string, edm: Edm): Property {
  return { name, edm, nullable: true }
}

function text(name: string, length: number): Property {
  return { name, edm: 'Edm.String', nullable: true, type: { is: 'text', length } }
}

export function asKey(property: Property): Property {
  return { ...property, nullable: false }
}
