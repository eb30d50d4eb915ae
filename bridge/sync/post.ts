/** The last step of an invoice: post what is still what we asked for, and nothing else. */
import type { Foreign } from '../../connectors/connector.ts'
import { Changed, Refused } from '../../connectors/errors.ts'
import type { InvoiceRequest } from '../domain/request.ts'
import type { Held } from './hold.ts'
import { keep } from './keep.ts'
import { fromBase } from './mapping/translate.ts'
import { readRecord, type Partner } from './partner.ts'

/** Looks at the document as it is now: hours may lie between creating and posting, and people work in the base. */
export async function post(partner: Partner, held: Held): Promise<void> {
  const { foreignKey: key, noun } = held.intent
  const now = held.answered ?? (await readRecord(partner, noun, key))
  held.answered = undefined
  if (!now) throw new Refused('base.gone', 'the document is no longer in the base')
  if (isPosted(now)) return keep(partner, held, { foreign: now, state: 'done' })
  try {
    await mayBePosted(partner, held, now)
    const posted = await partner.connector.post(now.kind, key)
    await keep(partner, held, { foreign: posted, state: 'done', before: now.version })
  } catch (error) {
    // People see what the base holds, not what we remember of it, when they are asked about it.
    if (error instanceof Changed || error instanceof Refused) await keepWhatIsThere(partner, held, key)
    throw error
  }
}

async function keepWhatIsThere(partner: Partner, held: Held, key: string): Promise<void> {
  const stored = await readRecord(partner, held.intent.noun, key)
  if (stored) await keep(partner, held, { foreign: stored, state: 'written' })
}

/** Only what is not marked for deletion and adds up to what was asked for, or to what a person accepted. */
async function mayBePosted(partner: Partner, { intent }: Held, now: Foreign): Promise<void> {
  const mapping = partner.mappings.invoice
  const { record } = mapping ? fromBase(mapping, now, await partner.lookups(mapping)) : { record: null }
  if (!record) throw new Refused('record.unreadable', 'the document in the base cannot be read')
  if (record.marked) throw new Refused('invoice.marked-in-base', 'the document is marked for deletion')
  const { totalMinor: sent } = JSON.parse(intent.payload) as InvoiceRequest
  const stored = record.totalMinor
  if (stored === sent || stored === intent.facts['acceptedMinor']) return
  throw new Changed('invoice.totals-differ', 'the base arrived at another total', [{ field: 'total', sent, stored }])
}

function isPosted(foreign: Foreign): boolean {
  return foreign.fields['Posted'] === true
}
