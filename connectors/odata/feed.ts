/** Reads a change package (Atom feed with RFC 6721 deletions, as documented; JSON, as observed on one server). */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { Fields, Foreign } from '../connector.ts'
import { Misfit, Unreachable } from '../errors.ts'
import type { ODataField, ODataKind } from './catalogue.ts'
import { foreignOf, goneRecord, rowsOf } from './records.ts'

/** Kinds of interest by set name; everything else in the package is passed over. */
export type Kinds = Map<string, ODataKind>

/** A package of changes: items of interest, and how many there were in all. */
export interface Package {
  items: Foreign[]
  size: number
}

const DEEPEST = 16

/** Items of an Atom package in its order. @throws Unreachable `base.cut` when it does not end properly */
export function readFeed(kinds: Kinds, chunks: Uint8Array[]): Package {
  const feed = new Feed(kinds)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const chunk of chunks) feed.write(decoder.decode(chunk, { stream: true }))
    feed.close()
  } catch (cause) {
    if (cause instanceof Misfit) throw cause
    throw new Unreachable('base.cut', 'the package of changes cannot be read to its end', { cause })
  }
  return { items: feed.items, size: feed.size }
}

/** Items of a JSON package: `odata.type` names the kind of each. */
export function readJsonPackage(kinds: Kinds, json: Record<string, unknown>): Package {
  const rows = rowsOf(json)
  const items = rows.flatMap((item) => {
    const type = item['odata.type']
    const kind = typeof type === 'string' ? kinds.get(type.replace(/^StandardODATA\./, '')) : undefined
    return kind ? [foreignOf(kind, item)] : []
  })
  return { items, size: rows.length }
}

class Feed {
  readonly items: Foreign[] = []
  size = 0
  readonly #parser = new SaxesParser({ xmlns: false, position: false })
  readonly #kinds: Kinds
  #path: string[] = []
  #kind: ODataKind | undefined
  #entry: Fields = {}
  #rows: Fields[] | null = null
  #row: Fields | null = null
  #text = ''

  constructor(kinds: Kinds) {
    this.#kinds = kinds
    this.#parser.on('error', (error) => {
      throw error
    })
    this.#parser.on('doctype', () => {
      throw new Misfit('base.not-odata', 'a document type declaration is not accepted')
    })
    this.#parser.on('opentag', (tag) => this.#open(tag))
    this.#parser.on('text', (text) => (this.#text += text))
    this.#parser.on('closetag', (tag) => this.#closeTag(tag))
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  close(): void {
    this.#parser.close()
  }

  #open(tag: SaxesTagPlain): void {
    const name = local(tag.name)
    if (this.#path.length === 0 && name !== 'feed')
      throw new Misfit('base.not-odata', 'the package of changes is no feed')
    if (this.#path.push(name) > DEEPEST)
      throw new Misfit('base.too-large', 'the package of changes is nested too deeply')
    this.#text = ''
    if (name === 'deleted-entry' || name === 'entry') this.size++
    if (name === 'deleted-entry') this.#deleted(tag.attributes['ref'] ?? '')
    if (name === 'entry') [this.#kind, this.#entry] = [undefined, {}]
    if (name === 'category')
      this.#kind = this.#kinds.get((tag.attributes['term'] ?? '').replace(/^StandardODATA\./, ''))
    if (this.#depth() === 1 && (tag.attributes['m:type'] ?? '').startsWith('Collection(')) this.#rows = []
    if (this.#depth() === 2 && name === 'element') this.#row = {}
  }

  #closeTag(tag: SaxesTagPlain): void {
    const name = local(tag.name)
    const depth = this.#depth()
    this.#path.pop()
    if (depth === 3 && this.#row) this.#row[name] = valueOf(column(this.#kind, this.#path.at(-2), name), this.#text)
    else if (depth === 2 && name === 'element' && this.#row) this.#rows?.push(this.#row)
    else if (depth === 1) this.#property(name)
    else if (name === 'entry' && this.#kind) this.items.push(foreignOf(this.#kind, this.#entry))
    this.#text = ''
  }

  #property(name: string): void {
    this.#entry[name] =
      this.#rows ??
      valueOf(
        this.#kind?.fields.find((field) => field.name === name),
        this.#text,
      )
    this.#rows = null
    this.#row = null
  }

  /** How deep inside `properties` we are; 0 = outside or at it. */
  #depth(): number {
    const at = this.#path.indexOf('properties')
    return at < 0 ? 0 : this.#path.length - 1 - at
  }

  #deleted(ref: string): void {
    // The last part by itself: looked for from every place of a long address, it would take minutes.
    const match = /^(.+)\(guid'([0-9a-f-]{36})'\)$/i.exec(ref.slice(ref.lastIndexOf('/') + 1))
    const kind = match?.[1] === undefined ? undefined : this.#kinds.get(decodeURIComponent(match[1]))
    if (kind && match?.[2] !== undefined) this.items.push(goneRecord(kind.name, match[2].toLowerCase()))
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function column(kind: ODataKind | undefined, section: string | undefined, name: string): ODataField | undefined {
  return kind?.fields.find((field) => field.name === section)?.rows?.find((field) => field.name === name)
}

/** Atom texts spelled as JSON would have them, so that both ways of reading a record agree. */
function valueOf(field: ODataField | undefined, text: string): unknown {
  if (field?.type === 'yes-no') return text === 'true'
  if (field?.type === 'number' || field?.short === true) return text === '' ? 0 : Number(text)
  return text
}
