/** One base as the engine works with it: its row, its open door, its mappings, the keys it has learnt. */
import type { Connector, Foreign } from '../../connectors/connector.ts'
import { Misfit } from '../../connectors/errors.ts'
import type { Noun } from '../domain/sync.ts'
import type { Base } from '../store/bases.ts'
import { keepLookups } from '../store/found-lookups.ts'
import { Couples } from './couple.ts'
import { fieldsRead } from './mapping/fields-read.ts'
import { askedFor, lookupsOf } from './mapping/translate.ts'
import type { Mapping, Mappings } from './mapping/mapping.ts'
import { patient } from './patience.ts'
import type { EnginePorts } from './ports.ts'

export interface Partner {
  base: Base
  connector: Connector
  /** A person wants to know now: a pause that the base asked for does not hold back the next call. */
  unlock: () => void
  mappings: Mappings
  couples: Couples
  ports: EnginePorts
  /** Mapping of a set of the base; undefined = not ours to read. */
  mappingOf: (kind: string) => Mapping | undefined
  /** Fields of a set of the base that its mapping reads. */
  fieldsOf: (kind: string) => string[]
  /** Keys of the constants that a mapping names, found once per process. */
  lookups(mapping: Mapping): Promise<Record<string, string>>
}

export async function openPartner(ports: EnginePorts, base: Base): Promise<Partner> {
  const [door, mappings] = await Promise.all([ports.open(base), ports.mappings(base.mapping)])
  const connector = patient(door, () => Date.parse(ports.now()))
  const byKind = new Map(Object.values(mappings).map((mapping): [string, Mapping] => [mapping.kind, mapping]))
  const found = new Map<string, string>()
  return {
    base,
    connector,
    unlock: connector.unlock,
    mappings,
    couples: new Couples(base.rowId),
    ports,
    mappingOf: (kind) => byKind.get(kind),
    fieldsOf: (kind) => {
      const mapping = byKind.get(kind)
      return mapping ? fieldsRead(mapping) : []
    },
    lookups: (mapping) =>
      findLookups({ connector, found, keep: () => keepLookups(ports.database.db, base.rowId, found) }, mapping),
  }
}

/** Kinds that are read, what they depend on first. */
export function kindsToRead(mappings: Mappings): string[] {
  return READ_ORDER.flatMap((noun) => {
    const mapping = mappings[noun]
    return mapping && mapping.direction !== 'out' ? [mapping.kind] : []
  })
}

/** Dependencies first, so that a page rarely names a record that is not here yet. */
export const READ_ORDER: Noun[] = [
  'organisation',
  'counterparty',
  'contract',
  'product',
  'invoice',
  'bank-receipt',
  'cash-receipt',
]

interface Finding {
  connector: Connector
  /** What is known already, by what was asked for. */
  found: Map<string, string>
  /** The journal is read again without asking the base: what it takes to read its words is kept beside them. */
  keep: () => Promise<void>
}

async function findLookups({ connector, found, keep }: Finding, mapping: Mapping): Promise<Record<string, string>> {
  const keys: Record<string, string> = {}
  const before = found.size
  for (const lookup of lookupsOf(mapping)) {
    const { name, in: kind, where } = lookup
    const asked = askedFor(lookup)
    const key = found.get(asked) ?? (await connector.find(kind, where, 1))[0]?.key
    if (key === undefined) throw new Misfit('base.no-lookup', `${kind} has no record for "${name}"`, { kind })
    found.set(asked, key)
    keys[name] = key
  }
  if (found.size > before) await keep()
  return keys
}

/** Looks a record up by the key of an intent or link; null = the base says it is not there. */
export function readRecord(partner: Partner, noun: Noun, key: string): Promise<Foreign | null> {
  const kind = partner.mappings[noun]?.kind
  if (kind === undefined) throw new Misfit('mapping.missing', `no mapping for ${noun}`)
  return partner.connector.read(kind, key)
}
