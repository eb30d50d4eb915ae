/** A real door to a base, of which a test replaces what it wants to be otherwise. */
import type { Connector } from '../../connectors/connector.ts'

export function doorLike(door: Connector, otherwise: Partial<Connector>): Connector {
  return {
    abilities: door.abilities,
    describe: (signal) => door.describe(signal),
    probe: (consent, signal) => door.probe(consent, signal),
    changes: (query) => door.changes(query),
    list: (query) => door.list(query),
    find: (kind, where, limit) => door.find(kind, where, limit),
    read: (kind, key) => door.read(kind, key),
    write: (draft) => door.write(draft),
    post: (kind, key) => door.post(kind, key),
    unpost: (kind, key) => door.unpost(kind, key),
    close: () => door.close(),
    ...otherwise,
  }
}
