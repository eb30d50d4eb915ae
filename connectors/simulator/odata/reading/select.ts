/** Understands `$select`: `A,B`, `*`, `**`, `Товары/Цена`, `Контрагент/Description`, `Контрагент____Presentation`, `Presentation`. */
import { refuse } from '../errors.ts'
import type { EntitySet, Property } from '../metadata/sets.ts'

export const PRESENTATION = '____Presentation'

export interface Selection {
  /** Nothing was narrowed: navigation links are printed as well. */
  whole: boolean
  /** Properties to print, in the order of printing. */
  properties: Property[]
  /** Collection -> its columns, when they were narrowed. */
  columns: Map<string, Property[]>
  /** References and values that are printed as text: names without `_Key`. */
  presentations: string[]
  /** Presentation of the entity itself. */
  own: boolean
  /** Navigation name -> what was selected behind it. */
  nested: Map<string, string[]>
}

/** @throws {ODataError} naming the segment that is not there */
export function parseSelect(text: string, set: EntitySet): Selection {
  const selection: Selection = {
    whole: text === '',
    properties: [],
    columns: new Map(),
    presentations: [],
    own: false,
    nested: new Map(),
  }
  if (text === '') return { ...selection, properties: printOrder(set) }
  const named = new Set<string>()
  for (const part of text.split(',')) selectPart(part.trim(), { set, selection, named })
  return { ...selection, properties: printOrder(set).filter(({ name }) => named.has(name)) }
}

interface Selecting {
  set: EntitySet
  selection: Selection
  named: Set<string>
}

function selectPart(part: string, selecting: Selecting): void {
  const { set, selection, named } = selecting
  const [head = '', ...rest] = part.split('/')
  if (rest.length > 0) return selectBehind(head, rest.join('/'), selecting)
  if (head === '*' || head === '**') return selectAll(head === '**', selecting)
  if (head === 'Presentation') selection.own = true
  else if (head === `*${PRESENTATION}`) selection.presentations = presentable(set)
  else if (head.endsWith(PRESENTATION)) selectPresentation(head.slice(0, -PRESENTATION.length), selecting)
  else if (set.byName.has(head)) named.add(head)
  else if (hasNavigation(set, head)) selection.nested.set(head, [''])
  else throw refuse.badSegment(head)
}

/** `**` leaves the collections out; both keep the links that a request without `$select` has. */
function selectAll(flat: boolean, { set, selection, named }: Selecting): void {
  selection.whole = true
  for (const { name, edm } of set.properties) if (!flat || !edm.startsWith('Collection')) named.add(name)
}

function selectBehind(head: string, rest: string, { set, selection, named }: Selecting): void {
  const row = set.rowTypes.get(head)
  if (row) {
    named.add(head)
    selectColumn(head, rest, { selection, row })
  } else if (hasNavigation(set, head) || isComposite(set, head)) {
    selection.nested.set(head, [...(selection.nested.get(head) ?? []), rest])
  } else throw refuse.badSegment(head)
}

function selectColumn(
  collection: string,
  column: string,
  { selection, row }: { selection: Selection; row: Property[] },
) {
  if (column === '*' || column === '**') {
    selection.columns.set(collection, row)
    return
  }
  const property = row.find(({ name }) => name === column)
  if (!property) throw refuse.badSegment(column)
  selection.columns.set(collection, [...(selection.columns.get(collection) ?? []), property])
}

/** Documented: not for tabular sections and value storage. */
function selectPresentation(name: string, { set, selection }: Selecting): void {
  if (!presentable(set).includes(name)) throw refuse.badSegment(name + PRESENTATION)
  selection.presentations.push(name)
}

function presentable(set: EntitySet): string[] {
  return set.properties
    .filter(({ name, edm, type }) => !edm.startsWith('Collection') && type?.is !== 'storage' && !name.endsWith('_Type'))
    .filter(({ name }) => name !== 'Ref_Key' && name !== 'DataVersion')
    .map(({ name, edm }) => (edm === 'Edm.Guid' ? name.replace(/_Key$/, '') : name))
}

function hasNavigation(set: EntitySet, name: string): boolean {
  return set.navigation.some((navigation) => navigation.name === name)
}

export function isComposite(set: EntitySet, name: string): boolean {
  return set.byName.get(name)?.type?.is === 'composite'
}

const FIRST = ['Ref_Key', 'DataVersion', 'DeletionMark', 'Owner_Key', 'Owner', 'Owner_Type', 'Parent_Key', 'IsFolder']
const THEN = ['Code', 'Description', 'Number', 'Date', 'Posted', 'Recorder', 'Recorder_Type', 'Period', 'LineNumber']
const LAST = ['Predefined', 'PredefinedDataName']
const printed = new WeakMap<EntitySet, Property[]>()

/** Values do not come in the order of the metadata: `_Type` follows its value, `Predefined` stands last (observed). */
function printOrder(set: EntitySet): Property[] {
  let order = printed.get(set)
  if (!order) printed.set(set, (order = ordered(set.properties)))
  return order
}

export function ordered(properties: Property[]): Property[] {
  const head = [...FIRST, ...THEN]
  const place = (name: string): number => {
    if (head.includes(name)) return head.indexOf(name)
    if (LAST.includes(name)) return head.length + 2 * properties.length + LAST.indexOf(name)
    const base = properties.findIndex((property) => `${property.name}_Type` === name)
    const at = base >= 0 ? base : properties.findIndex((property) => property.name === name)
    return head.length + 2 * at + (base >= 0 ? 1 : 0)
  }
  return [...properties].sort((a, b) => place(a.name) - place(b.name))
}
