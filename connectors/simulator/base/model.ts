/**
 * What the simulated base is made of. A profile (data) describes the object types of one configuration; entities hold
 * values exactly as the OData interface spells them, so that reading needs no conversion:
 * text, guid, date (`YYYY-MM-DDTHH:MM:SS`) and Int64 as strings, Double and Int16 as numbers, yes-no as booleans.
 */

export type Scalar = string | number | boolean

/** Type of an attribute of the configuration; `1c-odata` rules turn it into properties. */
export type FieldType =
  | { is: 'text'; length: number } // 0 = unlimited
  | { is: 'number'; digits: number; fraction: number } // fraction > 0 Double; 1-4 digits Int16; else Int64
  | { is: 'date' }
  | { is: 'yes-no' }
  | { is: 'guid' }
  | { is: 'enum'; of: string }
  | { is: 'ref'; to: string } // one set: `X_Key`
  | { is: 'composite'; of: string[] } // several: `X` + `X_Type`; members are set names or `Enum.<name>`
  | { is: 'storage' } // value storage

export interface Field {
  name: string
  type: FieldType
}

export interface Section {
  name: string
  fields: Field[]
}

interface ObjectBase {
  /** Name without the prefix: `Контрагенты`. */
  name: string
  fields: Field[]
}

export interface CatalogType extends ObjectBase {
  class: 'Catalog'
  codeLength: number
  nameLength: number
  hierarchical: boolean
  owner?: string[]
  sections: Section[]
}

export interface DocumentType extends ObjectBase {
  class: 'Document'
  numberLength: number
  sections: Section[]
}

export interface InformationRegisterType extends ObjectBase {
  class: 'InformationRegister'
  periodic: boolean
  dimensions: Field[]
  resources: Field[]
}

export interface AccumulationRegisterType extends ObjectBase {
  class: 'AccumulationRegister'
  register: 'turnovers' | 'balance'
  dimensions: Field[]
  resources: Field[]
  /** Sets of the documents that write it. */
  recorders: string[]
}

export interface ConstantType extends ObjectBase {
  class: 'Constant'
  value: FieldType
}

export interface ExchangePlanType extends ObjectBase {
  class: 'ExchangePlan'
  /** Sets whose changes are registered by themselves. */
  content: string[]
}

export type ObjectType =
  CatalogType | DocumentType | InformationRegisterType | AccumulationRegisterType | ConstantType | ExchangePlanType

/** A configuration as data; what cannot be data stands in `rules/<name>.ts`. */
export interface Profile {
  name: string
  title: string
  objects: ObjectType[]
  /** Enumeration -> member names. */
  enums: Record<string, string[]>
  /** Enumerations that the interface does not publish: they appear as `UnavailableEnums.X` inside composites. */
  unavailableEnums: string[]
}

export type Row = Record<string, Scalar>

/** A catalogue item, document, constant or exchange plan node. */
export interface Entity {
  /** Set name with the prefix: `Catalog_Контрагенты`. */
  set: string
  /** Ref_Key, lower case. */
  key: string
  /** Counter of the base at the last write; shown as base64 of 8 bytes (`DataVersion`). */
  version: number
  /** Properties without `Ref_Key`, `DataVersion` and tabular sections. */
  fields: Record<string, Scalar>
  /** Section name -> rows with `LineNumber` as text, numbered from 1. */
  rows: Record<string, Row[]>
}

/** Record of a register: dimensions, resources, attributes; `Period`, `Recorder`, `Recorder_Type`, `LineNumber`, `Active` where the register has them. */
export type RegisterRecord = Row

/** What a change was about; listeners: the exchange plan, the journal of the base, the web client's live view. */
export type Change =
  | { about: 'entity'; set: string; key: string; gone: boolean }
  | { about: 'record-set'; set: string; recorderSet: string; recorderKey: string }
  | { about: 'record'; set: string; recordKey: string }

export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000'
export const EMPTY_DATE = '0001-01-01T00:00:00'
export const UNDEFINED_TYPE = 'StandardODATA.Undefined'
