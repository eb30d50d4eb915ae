/** Reads `$metadata` (EDMX, CSDL 3) piece by piece: a full composition is 17 MB of XML with 4 000 sets (observed). */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { Catalogue, CatalogueField, CatalogueKind } from '../connector.ts'
import { Misfit } from '../errors.ts'
import { recognise } from './recognise.ts'

export interface ODataField extends CatalogueField {
  /** Int16 and Int32, which travel as JSON numbers; Int64 travels as text (observed). */
  short?: boolean
  rows?: ODataField[]
}

export interface ODataKind extends CatalogueKind {
  fields: ODataField[]
  /** Properties that make the address of a record; `['Ref_Key']` for objects. */
  keyFields: string[]
}

export interface ODataCatalogue extends Catalogue {
  kinds: Map<string, ODataKind>
  /** Published enumerations -> members. Attributes do not say which enumeration they hold (observed). */
  enums: Map<string, string[]>
}

/** No known configuration has a tenth of it. */
const MOST_ELEMENTS = 5_000_000
const DEEPEST = 16

/** Hash of the published description. */
export function fingerprintOf(chunks: Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * Kinds and fields out of the bytes of `$metadata`.
 * @throws Misfit `base.not-odata` when the document is not the description of a 1C interface
 */
export async function readCatalogue(chunks: Uint8Array[], hint?: string): Promise<ODataCatalogue> {
  const reader = new Reader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const chunk of chunks) {
      reader.write(decoder.decode(chunk, { stream: true }))
      // Lets other work in between: parsing all of it takes a second.
      await setImmediate()
    }
    reader.write(decoder.decode())
    reader.close()
  } catch (cause) {
    if (cause instanceof Misfit) throw cause
    throw new Misfit('base.not-odata', 'the description of the interface cannot be read', {}, cause)
  }
  return reader.catalogue(fingerprintOf(chunks), hint)
}

interface RawType {
  fields: ODataField[]
  keyFields: string[]
  /** Navigation property -> association. */
  links: Map<string, string>
}

class Reader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false })
  readonly #types = new Map<string, RawType>()
  readonly #ends = new Map<string, string>()
  readonly #enums = new Map<string, string[]>()
  readonly #sets: string[] = []
  readonly #actions = new Map<string, string[]>()
  #path: string[] = []
  #elements = 0
  #type: RawType | null = null
  #association = ''
  #function = ''
  #members: string[] = []

  constructor() {
    this.#parser.on('error', (error) => {
      throw error
    })
    this.#parser.on('doctype', () => {
      throw new Misfit('base.not-odata', 'a document type declaration is not accepted')
    })
    this.#parser.on('opentag', (tag) => this.#open(tag))
    this.#parser.on('closetag', () => this.#path.pop())
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  close(): void {
    this.#parser.close()
  }

  catalogue(fingerprint: string, hint: string | undefined): ODataCatalogue {
    const kinds = new Map<string, ODataKind>()
    for (const name of this.#sets) {
      const type = this.#types.get(name)
      if (type) kinds.set(name, this.#kind(name, type))
    }
    const recognised = recognise(kinds)
    return {
      configuration: recognised === 'unknown' ? (hint ?? recognised) : recognised,
      fingerprint,
      kinds,
      enums: this.#enums,
    }
  }

  #open(tag: SaxesTagPlain): void {
    const name = tag.name.slice(tag.name.indexOf(':') + 1)
    if (this.#path.length === 0 && name !== 'Edmx')
      throw new Misfit('base.not-odata', 'the description of the interface is of another kind')
    if (this.#path.push(name) > DEEPEST || ++this.#elements > MOST_ELEMENTS)
      throw new Misfit('base.too-large', 'the description is too large')
    this.#meet(name, tag.attributes)
  }

  #meet(element: string, at: Record<string, string>): void {
    const name = at['Name'] ?? ''
    if (element === 'EntityType' || element === 'ComplexType')
      this.#types.set(name, (this.#type = { fields: [], keyFields: [], links: new Map() }))
    else if (element === 'Property') this.#type?.fields.push(fieldOf(name, at['Type'] ?? ''))
    else if (element === 'PropertyRef') this.#type?.keyFields.push(name)
    else if (element === 'NavigationProperty') this.#type?.links.set(name, bare(at['Relationship'] ?? ''))
    else if (element === 'Association') this.#association = name
    else if (element === 'End' && at['Role'] === 'End') this.#ends.set(this.#association, bare(at['Type'] ?? ''))
    else if (element === 'EnumType') this.#enums.set(name, (this.#members = []))
    else if (element === 'Member') this.#members.push(name)
    else if (element === 'EntitySet') this.#sets.push(name)
    else if (element === 'FunctionImport') this.#function = name
    else if (element === 'Parameter' && name === 'bindingParameter') this.#action(bare(at['Type'] ?? ''))
  }

  #action(kind: string): void {
    const known = this.#actions.get(kind)
    if (known) known.push(this.#function)
    else this.#actions.set(kind, [this.#function])
  }

  #kind(name: string, type: RawType): ODataKind {
    const fields = this.#finished(type.fields, type).map((field) => {
      if (field.type !== 'rows') return field
      const rows = this.#types.get(`${name}_${field.name}_RowType`) ?? this.#types.get(`${name}_RowType`)
      // Links of the columns are declared on the set of the section, not on the row type (observed).
      const section = this.#types.get(`${name}_${field.name}`)
      return { ...field, rows: rows ? this.#finished(rows.fields, section ?? rows) : [] }
    })
    return { name, fields, actions: this.#actions.get(name) ?? [], keyFields: type.keyFields }
  }

  #finished(fields: ODataField[], links: RawType): ODataField[] {
    const names = new Set(fields.map((field) => field.name))
    return fields.map((field) => {
      const link = field.name.endsWith('_Key') ? links.links.get(field.name.slice(0, -'_Key'.length)) : undefined
      const target = link === undefined ? undefined : this.#ends.get(link)
      if (target !== undefined) return { ...field, target }
      return field.type === 'text' && names.has(`${field.name}_Type`) ? { ...field, composite: true } : field
    })
  }
}

function fieldOf(name: string, type: string): ODataField {
  if (type.startsWith('Collection(')) return { name, type: 'rows' }
  if (type === 'Edm.Int16' || type === 'Edm.Int32') return { name, type: 'integer', short: true }
  return { name, type: TYPES.get(type) ?? 'text' }
}

/** A map, because a plain object would also know a type called `constructor`. */
const TYPES = new Map<string, CatalogueField['type']>([
  ['Edm.String', 'text'],
  ['Edm.Double', 'number'],
  ['Edm.Decimal', 'number'],
  ['Edm.Int64', 'integer'],
  ['Edm.DateTime', 'date'],
  ['Edm.Boolean', 'yes-no'],
  ['Edm.Guid', 'guid'],
  ['Edm.Binary', 'binary'],
  ['Edm.Stream', 'binary'],
])

/** `StandardODATA.Catalog_X` -> `Catalog_X`, also inside `Collection(…)`. */
function bare(qualified: string): string {
  return qualified.replace(/^Collection\(|\)$/g, '').replace(/^StandardODATA\./, '')
}
