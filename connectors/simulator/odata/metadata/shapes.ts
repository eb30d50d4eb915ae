/**
 * Turns objects of a configuration into entity sets by the documented conversion rules: which properties an attribute
 * becomes, what the standard properties are, what the key is (sections 1.7 and 1.8 of the reference).
 */
import type { AccumulationRegisterType, Field, FieldType, ObjectType, Profile, Section } from '../../base/model.ts'
import {
  asKey,
  companions,
  key,
  mainProperties,
  plain,
  referenceTo,
  setName,
  standardProperties,
} from './properties.ts'
import type { EntitySet, Navigation, Property, SetKind } from './sets.ts'

/** All sets of a profile by name, in the order of the service document. */
export function setsOf(profile: Profile): Map<string, EntitySet> {
  const names = new Set(profile.objects.map(setName))
  const sets = profile.objects.flatMap((object) => setsOfObject(object, names))
  return new Map(sets.map((set) => [set.name, set]))
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
function recordProperties(object: AccumulationRegisterType): Property[] {
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

function navigationOf(properties: Property[], names: Set<string>): Navigation[] {
  const found = new Map<string, Navigation>()
  for (const { name, type } of properties) {
    if (type?.is !== 'ref' || !names.has(type.to)) continue
    found.set(name, { name: name.slice(0, -'_Key'.length), property: name, target: type.to })
  }
  return [...found.values()]
}
