/** Divergences that reading alone does not mend, or that take more than one document; each knows how it is taken back. */
import type { Because, DifferenceKind } from '../../../bridge/domain/reconciliation.ts'
import { deafEngine, KINDS, spoil, type Coupled, TABLES } from '../../sync/books.ts'
import { loseRow } from '../../sync/spoiling.ts'
import type { Workshop } from '../../sync/workshop.ts'

/** What stands in the base or with us and must be told. */
export interface Planted {
  by: string
  side: 'ours' | 'theirs'
  /** Keys of the base under which it may be told; of a row that no key names, our public id. */
  names: string[]
  kinds: DifferenceKind[]
  because: Because
  date: string
  organisation: string
  /** Takes it back; absent = reading again mends it. */
  takeBack?: () => void | Promise<void>
}

/** Takes documents that nobody else has spoiled. */
export type Take = (fits: (one: Coupled) => boolean) => Coupled | undefined

const AUTHOR = { by: 'Кузнецова' }
const placeOf = ({ entity: { fields } }: Pick<Coupled, 'entity'>) => ({
  date: String(fields['Date']),
  organisation: String(fields['Организация_Key']),
})

/** A document that cannot be read: people are asked about it when somebody listens, nobody knows of it when nobody does. */
export async function unreadable(here: Workshop, take: Take, heard: boolean): Promise<Planted[]> {
  const one = take(({ noun }) => noun === 'invoice')
  if (!one) return []
  const place = placeOf(one)
  const say = (date: unknown) => {
    spoil(here, one, { Date: String(date) })
    if (heard) here.simulator.base.put(one.entity)
  }
  say('когда-нибудь')
  if (heard) await listen(here)
  const takeBack = async () => {
    say(place.date)
    if (heard) await listen(here)
  }
  const because = heard ? ('trouble' as const) : ('not-read' as const)
  const by = heard ? 'their document is unreadable, and a person is asked' : 'their document is unreadable'
  return [{ by, side: 'theirs', names: [one.entity.key], kinds: ['unreadable'], because, ...place, takeBack }]
}

async function listen(here: Workshop): Promise<void> {
  const engine = here.engineOf()
  await engine.once()
  await engine.stop()
}

/** A document of the base of which we never heard. */
export function unknown(here: Workshop, take: Take, key: string): Planted[] {
  const one = take(({ noun }) => noun === 'invoice')
  if (!one) return []
  const { Number: _number, Posted: _posted, ...fields } = one.entity.fields
  const body = { ...fields, ...one.entity.rows, Комментарий: '', Ref_Key: key }
  const made = here.simulator.ledger.create(KINDS.invoice, body, AUTHOR)
  const about = { kinds: ['missing-with-us' as const], because: 'not-read' as const, ...placeOf({ entity: made }) }
  return [{ by: 'their document is new', side: 'theirs', names: [made.key], ...about }]
}

/** The base has lost it, and we have lost what coupled it. */
export async function stranded(here: Workshop, take: Take): Promise<Planted[]> {
  const { db } = here.bridge.database
  const named = new Set<number>(await db('allocations').whereNotNull('invoice_id').pluck('invoice_id'))
  const asked = new Set<number>(await db('intents').where('noun', 'invoice').pluck('subject_id'))
  const one = take(({ noun, ourId }) => noun === 'invoice' && !named.has(ourId) && !asked.has(ourId))
  if (!one) return []
  const { noun, ourId, entity } = one
  const { uuid } = (await db(TABLES[noun]).where('id', ourId).first('uuid')) as { uuid: string }
  await db('links').where({ noun, our_id: ourId }).delete()
  here.simulator.base.remove(KINDS[noun], entity.key)
  const about = { kinds: ['gone-in-base' as const], because: 'past-exchange' as const, ...placeOf(one) }
  const takeBack = async () => void (await loseRow(here, one))
  return [{ by: 'our row has neither link nor document', side: 'ours', names: [uuid], ...about, takeBack }]
}

/** Two documents of the base that are one with us. */
export async function doubled(here: Workshop, take: Take, key: string): Promise<Planted[]> {
  const one = take(({ noun }) => noun === 'invoice')
  if (!one) return []
  const { db } = here.bridge.database
  const { Number: _number, Posted: _posted, ...fields } = one.entity.fields
  const body = { ...fields, ...one.entity.rows, Комментарий: '', Ref_Key: key }
  here.simulator.ledger.create(KINDS.invoice, body, AUTHOR)
  const twin = here.simulator.base.get(KINDS.invoice, key)
  if (!twin) return []
  // The base fills in what follows from the rows; a twin says the same to the last word.
  const { СсылочныйИдентификатор: _id, ...said } = one.entity.fields
  spoil(here, { ...one, entity: twin }, said)
  const { id: _row, ...link } = (await db('links').where({ noun: 'invoice', our_id: one.ourId }).first()) as Record<
    string,
    unknown
  >
  await db('links').insert({ ...link, foreign_key: key })
  const takeBack = async () => {
    here.simulator.base.remove(KINDS.invoice, key)
    await db('links').where({ noun: 'invoice', foreign_key: key }).delete()
  }
  const about = { kinds: ['double' as const], because: 'past-exchange' as const, ...placeOf(one), takeBack }
  return [{ by: 'our row stands for two documents', side: 'ours', names: [one.entity.key, key], ...about }]
}

/** A document of ours whose creation is not proven yet. */
export async function unproven(here: Workshop): Promise<Planted[]> {
  const known = new Set(here.accounting.ours().map(({ key }) => key))
  await here.order()
  await here.fault({ kind: 'reset-after-commit', methods: ['POST'], set: KINDS.invoice })
  const deaf = deafEngine(here)
  await deaf.once()
  await deaf.stop()
  const fresh = here.accounting.ours().filter(({ key }) => !known.has(key))
  return fresh.map((entity) => ({
    by: 'our document is not proven yet',
    side: 'ours',
    names: [entity.key],
    kinds: ['missing-with-us'],
    because: 'in-flight',
    ...placeOf({ entity }),
    takeBack: async () => {
      await here.calm()
      const again = deafEngine(here)
      await here.rest(again)
      await again.stop()
    },
  }))
}
