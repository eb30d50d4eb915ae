/** Writes entities and lists in JSON, minimal or without metadata (section 2.3 of the reference). */
import { itemAddress } from '../addresses.ts'
import type { Context, ODataRequest } from '../../context.ts'
import { expandedItem, exposed } from '../reading/expand.ts'
import type { Expansion } from '../reading/expand.ts'
import type { Answer } from '../../http/http.ts'
import type { Item } from '../reading/items.ts'
import { EMPTY_GUID } from '../../base/model.ts'
import type { Row } from '../../base/model.ts'
import { ownPresentation, presentationText } from '../reading/presentation-text.ts'
import { PRESENTATION, ordered } from '../reading/select.ts'
import type { Selection } from '../reading/select.ts'
import type { Property } from '../metadata/sets.ts'

/** How the items of an answer are to be printed. */
export interface View {
  context: Context
  request: ODataRequest
  selection: Selection
  expansions: Expansion[]
}

export type JsonObject = Record<string, unknown>

export function jsonEntity(view: View, item: Item): Answer {
  return jsonAnswer({ ...contextUrl(view.request, `${item.set.name}/@Element`), ...jsonItem(view, item) })
}

/** @param count all matching items, when the client asked for it; sent as text (observed) */
export function jsonList(view: View, items: readonly Item[], at: { fragment: string; count: number | null }): Answer {
  return jsonAnswer({
    ...contextUrl(view.request, at.fragment),
    ...(at.count !== null && { 'odata.count': String(at.count) }),
    value: items.map((item) => jsonItem(view, item)),
  })
}

export function jsonAnswer(value: JsonObject, status = 200): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=utf-8', DataServiceVersion: '3.0' },
    body: JSON.stringify(value),
  }
}

export function contextUrl(request: ODataRequest, fragment: string): JsonObject {
  return request.detail === 'nometadata' ? {} : { 'odata.metadata': `${request.rootUrl}/$metadata#${fragment}` }
}

/** Properties first, then what was expanded, then the links (observed). */
export function jsonItem(view: View, item: Item): JsonObject {
  const { selection } = view
  const printed: JsonObject = {}
  for (const property of selection.properties) printed[property.name] = jsonValue(view, item, property)
  if (selection.own) printed['Presentation'] = ownPresentation(item)
  for (const name of selection.presentations) {
    printed[name + PRESENTATION] = presentationText(view.context, item, name)
  }
  for (const expansion of view.expansions) printExpanded(view, { item, expansion }, printed)
  if (selection.whole) printLinks(view, item, printed)
  return printed
}

function jsonValue(view: View, item: Item, property: Property): unknown {
  const value = item.value(property.name)
  if (!Array.isArray(value)) return value
  const columns = view.selection.columns.get(property.name)
  return value.map((row) => jsonRow(row, columns ?? item.set.rowTypes.get(property.name) ?? []))
}

function jsonRow(row: Row, columns: Property[]): JsonObject {
  const printed: JsonObject = {}
  for (const { name } of orderedColumns(columns)) if (row[name] !== undefined) printed[name] = row[name]
  return printed
}

const columnOrder = new WeakMap<Property[], Property[]>()

function orderedColumns(columns: Property[]): Property[] {
  let order = columnOrder.get(columns)
  if (!order) columnOrder.set(columns, (order = ordered(columns)))
  return order
}

/** An expanded empty reference is null with the link beside it, in every detail of metadata (observed). */
function printExpanded(view: View, at: { item: Item; expansion: Expansion }, printed: JsonObject): void {
  const { item, expansion } = at
  const found = expandedItem(view.context, item, expansion)
  const inner: View = { ...view, selection: expansion.selection, expansions: expansion.inner }
  printed[expansion.printed] = found ? jsonItem(inner, found) : null
  if (!found) printed[`${expansion.printed}@navigationLinkUrl`] = `${itemAddress(item)}/${expansion.printed}`
}

/** Relative, only for exposed targets and filled references (observed). */
function printLinks(view: View, item: Item, printed: JsonObject): void {
  const { request, context } = view
  if (request.detail === 'nometadata' && context.settings.nometadataLinks === 'drop') return
  for (const { name, property } of exposed(context, item.set)) {
    const reference = item.value(property)
    if (reference === EMPTY_GUID || reference === undefined) continue
    printed[`${name}@navigationLinkUrl`] = `${itemAddress(item)}/${name}`
  }
}
