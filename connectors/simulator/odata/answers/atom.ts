/** Writes entities and lists in Atom, the default format (section 2.4 of the reference). */
import { itemAddress } from '../addresses.ts'
import { escapeXml, refuse } from '../errors.ts'
import { expandedItem, exposed } from '../reading/expand.ts'
import type { Expansion } from '../reading/expand.ts'
import type { Answer } from '../../http/http.ts'
import type { Item } from '../reading/items.ts'
import type { JsonObject, View } from './json.ts'
import { jsonItem } from './json.ts'
import { rowTypeName } from '../metadata/metadata.ts'
import { EMPTY_GUID } from '../../base/model.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { shuffled } from '../shuffle.ts'

const NAMESPACES =
  'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const RELATED = 'http://schemas.microsoft.com/ado/2007/08/dataservices/related'
const SCHEME = 'http://schemas.microsoft.com/ado/2007/08/dataservices/scheme'
const ENTRY_TYPE = 'application/atom+xml;type=entry;charset=utf-8'

export function atomEntity(view: View, item: Item): Answer {
  return atomAnswer('entry', `${DECLARATION}<entry ${NAMESPACES}>${entryContent(view, item)}</entry>\n`)
}

/** `m:count` stands after the entries (documented). */
export function atomList(view: View, items: readonly Item[], at: { name: string; count: number | null }): Answer {
  const { rootUrl } = view.request
  const entries = items.map((item) => atomEntry(view, item)).join('\n')
  const count = at.count === null ? '' : `<m:count>${at.count}</m:count>\n`
  return atomAnswer(
    'feed',
    atomFeed({ rootUrl, name: at.name, now: view.context.base.clock.now(), entries: entries + count }),
  )
}

/** @param entries the inside of the feed, already written */
export function atomFeed(feed: { rootUrl: string; name: string; now: string; entries: string }): string {
  return `${DECLARATION}<feed ${NAMESPACES} xml:base="${feed.rootUrl}/">
<id>${feed.rootUrl}/${feed.name}</id>
<title type="text"/>
<updated>${feed.now}</updated>
${feed.entries}</feed>
`
}

export function atomEntry(view: View, item: Item): string {
  return `<entry>${entryContent(view, item)}</entry>`
}

/** A property by itself, as `…/Валюта/Description` answers it. */
export function atomProperty(name: string, value: string): Answer {
  const body = `${DECLARATION}<d:${name} xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices">${xmlText(value)}</d:${name}>\n`
  return { status: 200, headers: { 'Content-Type': 'application/xml;charset=utf-8', DataServiceVersion: '3.0' }, body }
}

export function atomAnswer(type: 'entry' | 'feed', body: string, status = 200): Answer {
  return {
    status,
    headers: { 'Content-Type': `application/atom+xml;type=${type};charset=utf-8`, DataServiceVersion: '3.0' },
    body,
  }
}

function entryContent(view: View, item: Item): string {
  const { context, request } = view
  const address = itemAddress(item)
  return `
<id>${escapeXml(`${request.rootUrl}/${address}`)}</id>
<category term="StandardODATA.${item.set.name}" scheme="${SCHEME}"/>
<title type="text"/>
<updated>${context.base.clock.now()}</updated>
<author/>
<summary/>
${links(view, item, address)}<link rel="edit" href="${escapeXml(address)}" title="edit-link"/>
<content type="application/xml">
${properties(view, item)}
</content>
`
}

function links(view: View, item: Item, address: string): string {
  const { context, expansions } = view
  const related = exposed(context, item.set).filter(({ name, property }) => {
    const filled = item.value(property) !== EMPTY_GUID
    return view.selection.whole && filled && !expansions.some((expansion) => expansion.printed === name)
  })
  const plain = related.map(({ name }) => link(name, address, ''))
  const inline = expansions.map((expansion) => link(expansion.printed, address, inlineEntry(view, item, expansion)))
  return [...plain, ...inline].join('')
}

function link(name: string, address: string, inside: string): string {
  const tag = `link rel="${RELATED}/${name}" href="${escapeXml(address)}/${name}" type="${ENTRY_TYPE}" title="${name}"`
  return inside === '' ? `<${tag}/>\n` : `<${tag}><m:inline>${inside}</m:inline></link>\n`
}

function inlineEntry(view: View, item: Item, expansion: Expansion): string {
  const found = expandedItem(view.context, item, expansion)
  const inner: View = { ...view, selection: expansion.selection, expansions: expansion.inner }
  return found ? atomEntry(inner, found) : ' '
}

/** The values are those of the JSON form; only their spelling differs. */
function properties(view: View, item: Item): string {
  const flat: View = { ...view, expansions: [], selection: { ...view.selection, whole: false } }
  const values = Object.entries(jsonItem(flat, item))
  const order = view.context.settings.atomOrder === 'shuffled' ? shuffled(values, () => view.context.random()) : values
  return `<m:properties>\n${order.map(([name, value]) => element(item.set, name, value)).join('\n')}\n</m:properties>`
}

function element(set: EntitySet, name: string, value: unknown): string {
  if (Array.isArray(value)) return collection(rowTypeName(set, name), name, value as JsonObject[])
  if (value === null) return `<d:${name} m:null="true"/>`
  return scalar(name, value)
}

function collection(type: string, name: string, rows: JsonObject[]): string {
  const open = `d:${name} m:type="Collection(StandardODATA.${type})"`
  if (rows.length === 0) return `<${open}/>`
  const elements = rows.map((row) => {
    const cells = Object.entries(row).map(([cell, value]) => scalar(cell, value))
    return `<d:element m:type="StandardODATA.${type}">\n${cells.join('\n')}\n</d:element>`
  })
  return `<${open}>\n${elements.join('\n')}\n</d:${name}>`
}

function scalar(name: string, value: unknown): string {
  const text = xmlText(String(value))
  return text === '' ? `<d:${name}/>` : `<d:${name}>${text}</d:${name}>`
}

/** Observed: a control character in the data makes the whole answer fail. */
function xmlText(text: string): string {
  // Everything below a space but tab, line feed and carriage return cannot stand in XML 1.0.
  for (const sign of text) if (sign < ' ' && !'\t\n\r'.includes(sign)) throw refuse.badRequest()
  return escapeXml(text)
}
