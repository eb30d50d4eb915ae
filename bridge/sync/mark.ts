/**
 * The mark of a request in the comment of its record: how a record is recognised where the base gives keys of its own.
 * With proven client keys the key alone decides, because a person who copies a document copies the mark too.
 */
import type { Foreign } from '../../connectors/connector.ts'
import { Refused } from '../../connectors/errors.ts'
import type { Noun } from '../domain/sync.ts'
import { intentLinks, unprovenLinks } from '../store/intent-links.ts'
import type { StoredIntent } from '../store/intents.ts'
import type { Link } from '../store/links.ts'
import type { MarkerRule } from './mapping/mapping.ts'
import { readRecord, type Partner } from './partner.ts'

/** More than one carrier is a question for a person; how many there are does not matter. */
const ENOUGH = 2
/** Characters of a request id. */
const ID_LENGTH = 36

/**
 * Looks up the record that carries the mark of a request; null = none. One that was marked for deletion meanwhile is there all the
 * same: what becomes of it a person decides, a second one is not sent.
 * @throws Refused `intent.several-found` when more than one does: nobody guesses which is ours
 */
export async function findByMark(partner: Partner, { noun, id }: StoredIntent): Promise<Foreign | null> {
  const rule = markOf(partner, noun)
  const kind = partner.mappings[noun]?.kind
  if (!rule || kind === undefined) return null
  const found = await partner.connector.find(kind, { [rule.theirs]: { startsWith: rule.prefix + id } }, ENOUGH)
  const [one, other] = found.filter((foreign) => foreign.fields['DeletionMark'] !== true)
  if (other) throw new Refused('intent.several-found', `several records of ${kind} carry the mark of one request`)
  return one ?? found[0] ?? null
}

/** Links of records that are ours by the key of a request, or by its mark, and that nobody has linked yet. */
export async function linksOfRequests(partner: Partner, noun: Noun, items: Foreign[]): Promise<Link[]> {
  const { ports, base } = partner
  const keys = items.map(({ key }) => key)
  const byKey = await intentLinks(ports.database.db, { base: base.rowId, noun }, keys)
  const known = new Set(byKey.map(({ foreignKey }) => foreignKey))
  const byMark = await markedLinks(
    partner,
    noun,
    items.filter(({ key }) => !known.has(key)),
  )
  return [...byKey, ...byMark]
}

/**
 * Records that arrive under keys of the base before the answer to our write was understood: ours by their mark, unless the base
 * holds the record under the key that we gave it. Then somebody has copied the document, mark and all.
 */
async function markedLinks(partner: Partner, noun: Noun, items: Foreign[]): Promise<Link[]> {
  const rule = markOf(partner, noun)
  if (!rule || items.length === 0) return []
  const keys = new Map<string, string>()
  for (const { key, fields } of items) {
    const text = fields[rule.theirs]
    if (typeof text === 'string' && text.startsWith(rule.prefix))
      keys.set(text.slice(rule.prefix.length).slice(0, ID_LENGTH), key)
  }
  const links: Link[] = []
  for (const { link, askedKey } of await unprovenLinks(
    partner.ports.database.db,
    { base: partner.base.rowId, noun },
    keys,
  ))
    if (!(await readRecord(partner, noun, askedKey))) links.push(link)
  return links
}

/** undefined = marks decide nothing here. */
function markOf({ connector, mappings }: Partner, noun: Noun): MarkerRule | undefined {
  if (connector.abilities.clientKey === 'proven') return undefined
  return mappings[noun]?.rules.find((rule) => rule.as === 'marker')
}
