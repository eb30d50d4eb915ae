/** Writes `$metadata` (EDMX, CSDL v3) of a composition in the order and spelling of the live service (section 1.6). */
import type { Profile } from '../../base/model.ts'
import type { EntitySet, Property } from './sets.ts'
import { virtualTables } from './virtual-tables.ts'

const NAMESPACE = 'StandardODATA'

interface Parameter {
  name: string
  edm: string
}

interface FunctionImport {
  name: string
  binding: string
  returns?: string
  parameters: Parameter[]
}

/** @param sets the sets of the composition; navigation and functions appear only between them */
export function writeMetadata(profile: Profile, sets: EntitySet[]): string {
  const names = new Set(sets.map((set) => set.name))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">',
    '<edmx:DataServices m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">',
    `<Schema Namespace="${NAMESPACE}" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">`,
    ...sets.map((set) => entityType(set, names)),
    ...sets.flatMap(complexTypes),
    ...(sets.length > 0 ? enumTypes(profile) : []),
    ...sets.flatMap((set) => associations(set, names)),
    '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">',
    ...sets.map(({ name }) => `<EntitySet Name="${name}" EntityType="${NAMESPACE}.${name}"/>`),
    ...sets.flatMap(functionImports).map(functionImport),
    '</EntityContainer>',
    '</Schema>',
    '</edmx:DataServices>',
    '</edmx:Edmx>',
  ].join('\n')
}

function entityType(set: EntitySet, names: Set<string>): string {
  const open = isOpen(set) ? ' OpenType="true"' : ''
  return [
    `<EntityType Name="${set.name}"${open}>`,
    `<Key>${set.key.map((name) => `<PropertyRef Name="${name}"/>`).join('')}</Key>`,
    ...set.properties.map(property),
    ...exposedNavigation(set, names).map(
      ({ name }) =>
        `<NavigationProperty Name="${name}" Relationship="${NAMESPACE}.${set.name}_${name}" FromRole="Begin" ToRole="End"/>`,
    ),
    '</EntityType>',
  ].join('\n')
}

function isOpen(set: EntitySet): boolean {
  return set.properties.some(({ type }) => type?.is === 'composite')
}

function exposedNavigation(set: EntitySet, names: Set<string>) {
  return set.navigation.filter(({ target }) => names.has(target))
}

function property({ name, edm, nullable }: Property): string {
  return `<Property Name="${name}" Type="${edm}" Nullable="${nullable}"/>`
}

function complexTypes(set: EntitySet): string[] {
  const rows = [...set.rowTypes].map(([name, properties]) => complexType(rowTypeName(set, name), properties))
  if (set.kind !== 'record-sets' || set.object.class !== 'AccumulationRegister') return rows
  return [...rows, ...virtualTables(set.object).map(({ typeName, properties }) => complexType(typeName, properties))]
}

/** The record set of a register has the row type `R_RowType`, a tabular section `X_T_RowType`. */
export function rowTypeName(set: EntitySet, collection: string): string {
  return collection === 'RecordSet' ? `${set.name}_RowType` : `${set.name}_${collection}_RowType`
}

function complexType(name: string, properties: Property[]): string {
  return [`<ComplexType Name="${name}">`, ...properties.map(property), '</ComplexType>'].join('\n')
}

function enumTypes(profile: Profile): string[] {
  return Object.keys(profile.enums)
    .sort()
    .map((name) => {
      const members = [...(profile.enums[name] ?? [])].sort().map((member) => `<Member Name="${member}"/>`)
      return [`<EnumType Name="${name}" UnderlyingType="Edm.Int32">`, ...members, '</EnumType>'].join('\n')
    })
}

function associations(set: EntitySet, names: Set<string>): string[] {
  return exposedNavigation(set, names).map(({ name, target }) =>
    [
      `<Association Name="${set.name}_${name}">`,
      `<End Role="Begin" Type="${NAMESPACE}.${set.name}" Multiplicity="*"/>`,
      `<End Role="End" Type="${NAMESPACE}.${target}" Multiplicity="0..1"/>`,
      '</Association>',
    ].join('\n'),
  )
}

function functionImports(set: EntitySet): FunctionImport[] {
  const binding = `${NAMESPACE}.${set.name}`
  if (set.kind === 'document') {
    const parameters = [{ name: 'PostingModeOperational', edm: 'Edm.Boolean' }]
    return ['Post', 'Unpost'].map((name) => ({ name, binding, parameters }))
  }
  if (set.kind === 'records') {
    const parameters = [text('Condition'), moment('Period')]
    return ['SliceLast', 'SliceFirst'].map((name) => ({ name, binding, parameters, returns: binding }))
  }
  if (set.kind !== 'record-sets' || set.object.class !== 'AccumulationRegister') return []
  return virtualTables(set.object).map(({ method, typeName }) => ({
    name: method,
    binding,
    returns: `${NAMESPACE}.${typeName}`,
    parameters: tableParameters(method),
  }))
}

function tableParameters(method: string): Parameter[] {
  const common = [text('Condition'), text('Dimensions')]
  return method === 'Balance' ? [...common, moment('Period')] : [...common, moment('EndPeriod'), moment('StartPeriod')]
}

function text(name: string): Parameter {
  return { name, edm: 'Edm.String' }
}

function moment(name: string): Parameter {
  return { name, edm: 'Edm.DateTime' }
}

function functionImport({ name, binding, returns, parameters }: FunctionImport): string {
  const effect = returns ? `IsSideEffecting="false" ReturnType="Collection(${returns})"` : 'IsSideEffecting="true"'
  return [
    `<FunctionImport Name="${name}" IsBindable="true" ${effect}>`,
    `<Parameter Name="bindingParameter" Type="${binding}"/>`,
    ...parameters.map((parameter) => `<Parameter Name="${parameter.name}" Type="${parameter.edm}"/>`),
    '</FunctionImport>',
  ].join('\n')
}
