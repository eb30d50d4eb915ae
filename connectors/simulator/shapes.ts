/**
 * Turns objects of a configuration into entity sets by the documented conversion rules: which properties an attribute
 * becomes, what the standard properties are, what the key is (sections 1.7 and 1.8 of the reference).
 */
import type { AccumulationRegisterType, Field, FieldType, ObjectType, Profile, Section } from './model.ts'
import type { Edm, EntitySet, Navigation, Property, SetKind } from './sets.ts'

/** Documented: whole numbers up to four digits are Int16, longer ones Int64. */
const INT16_DIGITS = 4

/** All sets of a profile by name, in the order of the service document. */
export function setsOf(profile: Profile): Map<string, EntitySet> {
  const names = new Set(profile.objects.map(setName))
  const sets = profile.objects.flatMap((object) => setsOfObject(object, names))
  return new Map(sets.map((set) => [set.name, set]))
}

export function setName(object: ObjectType): string {
  return `${object.class}_${object.name}`
}

function setsOfObject(object: ObjectType, names: Set<string>): EntitySet[] {
  switch (object.class) {
    case 'Catalog':
    case 'Document':
      return objectSets(object, object.class === 'Catalog' ? 'catalog' : 'document', names)
    case 'ExchangePlan':
      return objectSets(object, 'plan', names)
    case 'Constant':
      return [
        entitySet(
          { object, kind: 'constant', own: [key('SurrogateKey', 'Edm.Int16')], fields: [constantValue(object.value)] },
          names,
        ),
      ]
    case 'InformationRegister':
      return [independentSet(object, names)]
    default:
      return [recordSets(object, names), recordType(object, names)]
  }
}

interface Draft {
  object: ObjectType
  kind: SetKind
  suffix?: string
  section?: Section
  own: Property[]
  fields: Field[]
  collections?: Property[]
  rowTypes?: [string, Property[]][]
  /** `_Type` companions that belong to standard properties. */
  ownTypes?: Property[]
}

/** Order of properties: standard ones, attributes, collections, then all `_Type` companions (observed). */
function entitySet(draft: Draft, names: Set<string>): EntitySet {
  const { object, kind, own, fields, collections = [], ownTypes = [] } = draft
  const properties = [
    ...own,
    ...fields.flatMap(mainProperties),
    ...collections,
    ...ownTypes,
    ...fields.flatMap(companions),
  ]
  return {
    name: setName(object) + (draft.suffix ?? ''),
    kind,
    object,
    root: setName(object),
    ...(draft.section && { section: draft.section }),
    key: properties
      .filter((property) => !property.nullable && !property.edm.startsWith('Collection'))
      .map(({ name }) => name),
    properties,
    rowTypes: new Map(draft.rowTypes),
    navigation: navigationOf([...own, ...properties], names),
    byName: new Map(properties.map((property) => [property.name, property])),
  }
}

function objectSets(object: ObjectType & { sections?: Section[] }, kind: SetKind, names: Set<string>): EntitySet[] {
  const sections = object.sections ?? []
  const { own, ownTypes } = standardProperties(object)
  const collections = sections.map(({ name }) =>
    plain(name, `Collection(StandardODATA.${setName(object)}_${name}_RowType)`),
  )
  const rowTypes = sections.map((section): [string, Property[]] => [section.name, rowProperties(section)])
  const head = entitySet({ object, kind, own, ownTypes, fields: object.fields, collections, rowTypes }, names)
  return [head, ...sections.map((section) => sectionSet(object, section, names))]
}

function sectionSet(object: ObjectType, section: Section, names: Set<string>): EntitySet {
  const own = [key('Ref_Key', 'Edm.Guid'), key('LineNumber', 'Edm.Int64')]
  return entitySet({ object, kind: 'section', suffix: `_${section.name}`, section, own, fields: section.fields }, names)
}

function rowProperties(section: Section): Property[] {
  const own = [key('Ref_Key', 'Edm.Guid'), key('LineNumber', 'Edm.Int64')]
  return [...own, ...section.fields.flatMap(mainProperties), ...section.fields.flatMap(companions)]
}

function standardProperties(object: ObjectType): { own: Property[]; ownTypes: Property[] } {
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

function independentSet(object: ObjectType & { class: 'InformationRegister' }, names: Set<string>): EntitySet {
  const own = [
    ...(object.periodic ? [key('Period', 'Edm.DateTime')] : []),
    ...object.dimensions.flatMap(mainProperties).map(asKey),
  ]
  const ownTypes = object.dimensions.flatMap(companions).map(asKey)
  return entitySet({ object, kind: 'records', own, ownTypes, fields: [...object.resources, ...object.fields] }, names)
}

function recordSets(object: AccumulationRegisterType, names: Set<string>): EntitySet {
  const recorder = recorderOf(object)
  return entitySet(
    {
      object,
      kind: 'record-sets',
      own: [...mainProperties(recorder).map(asKey), recordSetProperty(object)],
      ownTypes: companions(recorder).map(asKey),
      fields: [],
      rowTypes: [['RecordSet', recordProperties(object)]],
    },
    names,
  )
}

function recordType(object: AccumulationRegisterType, names: Set<string>): EntitySet {
  const properties = recordProperties(object)
  const draft: Draft = { object, kind: 'record-type', suffix: '_RecordType', own: properties, fields: [] }
  return entitySet(draft, names)
}

/** One record of an accumulation register, as a set `_RecordType` and as a row of `RecordSet`. */
export function recordProperties(object: AccumulationRegisterType): Property[] {
  const recorder = recorderOf(object)
  const fields = [...object.dimensions, ...object.resources, ...object.fields]
  return [
    ...mainProperties(recorder).map(asKey),
    plain('Period', 'Edm.DateTime'),
    key('LineNumber', 'Edm.Int64'),
    plain('Active', 'Edm.Boolean'),
    ...(object.register === 'balance' ? [plain('RecordType', 'Edm.String')] : []),
    ...fields.flatMap(mainProperties),
    ...companions(recorder).map(asKey),
    ...fields.flatMap(companions),
  ]
}

/** `Recorder_Key` when one document type writes the register, `Recorder` with its type when several do. */
export function recorderOf(object: AccumulationRegisterType): Field {
  return { name: 'Recorder', type: referenceTo(object.recorders) }
}

function recordSetProperty(object: AccumulationRegisterType): Property {
  return { name: 'RecordSet', edm: `Collection(StandardODATA.${setName(object)}_RowType)`, nullable: false }
}

function constantValue(type: FieldType): Field {
  return { name: 'Value', type }
}

function referenceTo(sets: string[]): FieldType {
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

function edmOf(type: FieldType): Edm {
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

function navigationOf(properties: Property[], names: Set<string>): Navigation[] {
  const found = new Map<string, Navigation>()
  for (const { name, type } of properties) {
    if (type?.is !== 'ref' || !names.has(type.to)) continue
    found.set(name, { name: name.slice(0, -'_Key'.length), property: name, target: type.to })
  }
  return [...found.values()]
}

function key(name: string, edm: Edm): Property {
  return { name, edm, nullable: false }
}

function plain(name: string, edm: Edm): Property {
  return { name, edm, nullable: true }
}

function text(name: string, length: number): Property {
  return { name, edm: 'Edm.String', nullable: true, type: { is: 'text', length } }
}

function asKey(property: Property): Property {
  return { ...property, nullable: false }
}
