/**
 * What a base that gives keys of its own has made of our requests. A contract or a counterparty has no room for a mark, so its record
 * is known by what it says; only requests that have left us and have not been answered are looked at. Taken for somebody else's, a
 * record would stand twice with us, and what waits for it would wait for ever; not found, it would be sent a second time.
 */
import type { Foreign } from '../../connectors/connector.ts'
import type { Arrival, Receiving } from '../actions/receiving.ts'
import type { ContractRecord, CounterpartyRecord, Records } from '../domain/received.ts'
import type { ContractRequest, CounterpartyRequest } from '../domain/request.ts'
import type { Noun } from '../domain/sync.ts'
import { unansweredRequests } from '../store/intent-links.ts'
import type { StoredIntent } from '../store/intents.ts'
import { linksByKey, type Link } from '../store/links.ts'
import type { Mapping } from './mapping/mapping.ts'
import { fromBase } from './mapping/translate.ts'
import type { Partner } from './partner.ts'
import type { Batch } from './sift.ts'

type Asked = ContractRequest | CounterpartyRequest
type OurId = (noun: Noun, key: string) => number | undefined

/** Records of a base that say the same in the field by which they are looked for. */
const MOST_ALIKE = 50

/** Gives arrivals that nobody has linked yet the link to the one request they can be the answer to. */
export async function recogniseSent(partner: Partner, ctx: Receiving, { noun, arrivals, adopted }: Batch) {
  if (!knownByLikeness(partner, noun)) return
  const ourRow: OurId = (of, key) => ctx.ourId(of, key)
  const strange = arrivals.filter(({ link }) => !link)
  if (strange.length === 0) return
  for (const { ourId, payload } of await unansweredRequests(ctx.db, { base: partner.base.rowId, noun })) {
    const asked = JSON.parse(payload) as Asked
    const arrival = strange.find(({ link, record }) => !link && saysTheSame(ourRow, asked, record))
    if (arrival) adopted.push(linkTo(arrival, { noun, ourId }))
  }
}

function linkTo(arrival: Arrival<Records[Noun]>, { noun, ourId }: Pick<Link, 'noun' | 'ourId'>): Link {
  const link = { noun, ourId, foreignKey: arrival.key, version: '', hash: '', day: '', gone: false }
  arrival.link = link
  return link
}

/** The record that a request of ours has left in the base; null = none that nobody else is linked with. */
export async function findByLikeness(partner: Partner, { noun, payload }: StoredIntent): Promise<Foreign | null> {
  const mapping = partner.mappings[noun]
  if (!knownByLikeness(partner, noun) || !mapping) return null
  const asked = JSON.parse(payload) as Asked
  const where = tellingField(mapping, asked)
  if (!where) return null
  const found = (await partner.connector.find(mapping.kind, where, MOST_ALIKE)).filter(
    ({ fields }) => fields['DeletionMark'] !== true,
  )
  const { ports, base } = partner
  const taken = await linksByKey(
    ports.database.db,
    { base: base.rowId, noun },
    found.map(({ key }) => key),
  )
  const lookups = await partner.lookups(mapping)
  for (const foreign of found.filter(({ key }) => !taken.has(key))) {
    const { record } = fromBase(mapping, foreign, lookups)
    if (record && saysTheSame(await partiesOf(partner, record), asked, record)) return foreign
  }
  return null
}

function knownByLikeness({ connector }: Partner, noun: Noun): boolean {
  return connector.abilities.clientKey !== 'proven' && (noun === 'contract' || noun === 'counterparty')
}

/** What there are few of with the same value; undefined = the mapping does not write such a field. */
function tellingField({ rules }: Mapping, asked: Asked): Record<string, string> | undefined {
  const known = asked.noun === 'contract' ? { number: asked.number } : { taxNumber: asked.taxNumber }
  for (const [ours, value] of Object.entries({ ...known, name: asked.name })) {
    const rule = rules.find((one) => one.as === 'text' && one.ours === ours)
    if (rule?.as === 'text' && value) return { [rule.theirs]: value }
  }
  return undefined
}

/** Our rows that stand behind the parties of a contract. */
async function partiesOf({ ports, base }: Partner, record: Records[Noun]): Promise<OurId> {
  if (!('counterpartyKey' in record && 'organisationKey' in record)) return () => undefined
  const keys = { counterparty: record.counterpartyKey, organisation: record.organisationKey }
  const found = new Map<string, number>()
  for (const [noun, key] of Object.entries(keys) as [Noun, string][]) {
    const link = (await linksByKey(ports.database.db, { base: base.rowId, noun }, [key])).get(key)
    if (link) found.set(`${noun}/${key}`, link.ourId)
  }
  return (noun, key) => found.get(`${noun}/${key}`)
}

function saysTheSame(ourId: OurId, asked: Asked, record: Records[Noun]): boolean {
  return asked.noun === 'contract'
    ? sameContract(ourId, asked, record as ContractRecord)
    : sameCounterparty(asked, record as CounterpartyRecord)
}

/** The base may have built a name of its own, so it counts only where there is no number. */
function sameContract(ourId: OurId, asked: ContractRequest, record: ContractRecord): boolean {
  return (
    ourId('counterparty', record.counterpartyKey) === asked.counterpartyId &&
    ourId('organisation', record.organisationKey) === asked.organisationId &&
    record.number === asked.number &&
    record.date === asked.date &&
    (asked.number !== '' || record.name === asked.name)
  )
}

function sameCounterparty(asked: CounterpartyRequest, record: CounterpartyRecord): boolean {
  return record.taxNumber === asked.taxNumber && record.reasonCode === asked.reasonCode && record.name === asked.name
}
