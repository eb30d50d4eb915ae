/**
 * What a profile looks like from outside: entity sets with typed properties, keys and navigation, made from the objects of
 * the configuration by `shapes.ts` (documented conversion rules, sections 1.7 and 1.8 of the reference).
 */
import type { FieldType, ObjectType, Section } from '../../base/model.ts'

export type Edm =
  | 'Edm.Guid'
  | 'Edm.String'
  | 'Edm.Boolean'
  | 'Edm.Double'
  | 'Edm.Int16'
  | 'Edm.Int64'
  | 'Edm.DateTime'
  | 'Edm.Binary'
  | 'Edm.Stream'
  | `Collection(StandardODATA.${string})`

export interface Property {
  /** `Контрагент_Key`, `Контрагент_Type`, `Date`, `Товары`. */
  name: string
  edm: Edm
  nullable: boolean
  /** Attribute it comes from; absent for `_Type` companions and tabular sections. */
  type?: FieldType
}

export interface Navigation {
  /** `Контрагент` */
  name: string
  /** `Контрагент_Key` */
  property: string
  /** `Catalog_Контрагенты` */
  target: string
}

export type SetKind =
  | 'catalog'
  | 'document'
  | 'plan'
  | 'constant'
  | 'section' // rows of a tabular section, read-only
  | 'records' // independent information register
  | 'record-sets' // register subordinate to a recorder
  | 'record-type' // its single records, read-only

export interface EntitySet {
  /** `Catalog_Контрагенты`, `Document_X_Товары`, `AccumulationRegister_X_RecordType`. */
  name: string
  kind: SetKind
  /** Object of the configuration it belongs to. */
  object: ObjectType
  /** Name of the set of that object: the owner of a section or of a `_RecordType`, otherwise itself. */
  root: string
  section?: Section
  /** Names of the key parts in order. */
  key: string[]
  properties: Property[]
  /** Row types of the collections: property name -> its properties. */
  rowTypes: Map<string, Property[]>
  navigation: Navigation[]
  byName: Map<string, Property>
}
