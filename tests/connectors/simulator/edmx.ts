// Reads an EDMX document into plain lists, so that two descriptions of a base can be compared part by part.
import { XMLParser } from 'fast-xml-parser'

type Element = Record<string, unknown>

export interface Description {
  /** Names of the children of the schema in order, repeats left out. */
  order: string[]
  entityTypes: Record<string, { open: boolean; key: string[]; properties: string[]; navigation: string[] }>
  complexTypes: Record<string, string[]>
  enumTypes: Record<string, string[]>
  enumAttributes: string[]
  associations: Record<string, string[]>
  container: string
  entitySets: string[]
  functionImports: string[]
}

const ATTRIBUTE = '@_'

export function readEdmx(text: string): Description {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    isArray: (_name, path, _isLeaf, isAttribute) => !isAttribute && /Schema\..+/.test(String(path)),
  })
  const document = parser.parse(text) as { 'edmx:Edmx': { 'edmx:DataServices': { Schema: Element } } }
  const schema = document['edmx:Edmx']['edmx:DataServices'].Schema
  const [container] = list(schema, 'EntityContainer')
  if (!container) throw new Error('no container')
  return {
    order: Object.keys(schema).filter((name) => !name.startsWith(ATTRIBUTE)),
    entityTypes: byName(schema, 'EntityType', entityType),
    complexTypes: byName(schema, 'ComplexType', properties),
    enumTypes: byName(schema, 'EnumType', (type) => list(type, 'Member').map(nameOf)),
    enumAttributes: list(schema, 'EnumType').map((type) => `${said(type, 'UnderlyingType')} ${memberForm(type)}`),
    associations: byName(schema, 'Association', (association) => list(association, 'End').map(end)),
    container: `${nameOf(container)} ${said(container, 'm:IsDefaultEntityContainer')}`,
    entitySets: list(container, 'EntitySet').map((set) => `${nameOf(set)}: ${said(set, 'EntityType')}`),
    functionImports: list(container, 'FunctionImport').map(functionImport),
  }
}

function entityType(type: Element) {
  return {
    open: said(type, 'OpenType') === 'true',
    key: list(list(type, 'Key')[0] ?? {}, 'PropertyRef').map(nameOf),
    properties: properties(type),
    navigation: list(type, 'NavigationProperty').map(
      (property) =>
        `${nameOf(property)} ${said(property, 'Relationship')} ${said(property, 'FromRole')} ${said(property, 'ToRole')}`,
    ),
  }
}

function properties(type: Element): string[] {
  return list(type, 'Property').map(
    (property) => `${nameOf(property)} ${said(property, 'Type')} ${said(property, 'Nullable')}`,
  )
}

/** Names of everything a member says besides its name. */
function memberForm(type: Element): string {
  return list(type, 'Member')
    .flatMap((member) => Object.keys(member).filter((name) => name !== '@_Name'))
    .join()
}

function end(side: Element): string {
  return `${said(side, 'Role')} ${said(side, 'Type')} ${said(side, 'Multiplicity')}`
}

function functionImport(element: Element): string {
  const says = Object.entries(element).filter(([name]) => name.startsWith(ATTRIBUTE))
  const parameters = list(element, 'Parameter').map((parameter) => `${nameOf(parameter)} ${said(parameter, 'Type')}`)
  return `${says.map(([name, value]) => `${name.slice(2)}=${String(value)}`).join(' ')} (${parameters.join(', ')})`
}

function byName<T>(parent: Element, name: string, read: (element: Element) => T): Record<string, T> {
  return Object.fromEntries(list(parent, name).map((element) => [nameOf(element), read(element)]))
}

function list(parent: Element, name: string): Element[] {
  return (parent[name] as Element[] | undefined) ?? []
}

function nameOf(element: Element): string {
  return said(element, 'Name')
}

function said(element: Element, name: string): string {
  const value = element[ATTRIBUTE + name]
  return typeof value === 'string' ? value : ''
}
