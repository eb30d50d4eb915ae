/**
 * A record that we write ourselves may come to us twice at once: in a page of changes and as the answer to our write. Which
 * of the two is newer nobody can tell, versions are opaque; then the base is asked once more.
 */
import type { Foreign } from '../../connectors/connector.ts'
import type { Noun } from '../domain/sync.ts'
import { writtenSince } from '../store/intent-links.ts'
import type { Link } from '../store/links.ts'
import { readRecord, type Partner } from './partner.ts'
import { later } from './ports.ts'
import type { Occasion } from './occasion.ts'

/** Longest that a page may be on its way between the base and its transaction, milliseconds. */
const OLDEST_PAGE_MS = 3_600_000

export interface Seen {
  noun: Noun
  items: Foreign[]
  /** What we hold of them. */
  links: Map<string, Link>
}

/** The same items in the same order, those in doubt as the base holds them now. */
export async function asOfNow(partner: Partner, seen: Seen, occasion: Occasion): Promise<Foreign[]> {
  const doubtful = await inDoubt(partner, seen, occasion)
  if (doubtful.size === 0) return seen.items
  const items: Foreign[] = []
  for (const item of seen.items) items.push(doubtful.has(item.key) ? await readAgain(partner, seen.noun, item) : item)
  return items
}

/** Another version than this one and than the one before it is held: who is older? */
async function inDoubt(partner: Partner, { noun, items, links }: Seen, occasion: Occasion): Promise<Set<string>> {
  const others = items.filter(({ key, gone, version }) => {
    const held = links.get(key)?.version ?? ''
    return !gone && held !== '' && held !== version && held !== occasion.before
  })
  if (others.length === 0 || occasion.own) return new Set(others.map(({ key }) => key))
  const { ports, base } = partner
  const ids = others.flatMap(({ key }) => links.get(key)?.ourId ?? [])
  const about = { ids, at: later(ports.now(), -OLDEST_PAGE_MS) }
  const ours = await writtenSince(ports.database.db, { base: base.rowId, noun }, about)
  return new Set(others.map(({ key }) => key).filter((key) => ours.has(links.get(key)?.ourId ?? 0)))
}

async function readAgain(partner: Partner, noun: Noun, item: Foreign): Promise<Foreign> {
  return (await readRecord(partner, noun, item.key)) ?? { ...item, version: '', gone: true, fields: {} }
}
