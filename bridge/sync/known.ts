/** Answers a stream of changes that must compare: which versions and keys do we hold? */
import type { Known } from '../../connectors/connector.ts'
import { keysWithin, linksByKey } from '../store/links.ts'
import type { Partner } from './partner.ts'

export function knownTo({ base, ports, mappingOf }: Partner): Known {
  const { db } = ports.database
  return {
    versions: async (kind, keys) => {
      const noun = mappingOf(kind)?.noun
      const links = noun ? await linksByKey(db, { base: base.rowId, noun }, keys) : new Map()
      return new Map([...links.values()].map((link) => [link.foreignKey, link.version]))
    },
    keysWithin: async (kind, from, until) => {
      const noun = mappingOf(kind)?.noun
      if (!noun) return []
      const days = from && until ? { from: from.slice(0, 10), until: until.slice(0, 10) } : undefined
      return keysWithin(db, { base: base.rowId, noun }, days)
    },
  }
}
