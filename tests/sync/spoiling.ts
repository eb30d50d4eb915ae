/** Ways to spoil one document on either side past the exchange, each with what a reconciliation has to call it. */
import type { Because, DifferenceKind } from '../../bridge/domain/reconciliation.ts'
import { KINDS, spoil, TABLES, type Coupled, type Kind } from './books.ts'
import type { Workshop } from './workshop.ts'

export interface Spoiler {
  /** The side that is spoiled. */
  side: 'ours' | 'theirs'
  /** What the difference may be called, by what else the document says. */
  kinds: DifferenceKind[]
  because: Because
  /** @returns false when it cannot be applied to this document */
  apply(here: Workshop, one: Coupled, n: number): boolean | Promise<boolean>
}

const ELENA = { by: 'Кузнецова' }

export const SPOILERS = {
  'our total': ours('invoice', ['other-sum'], (n) => ({ total_minor: n + 1 })),
  'our tax': ours('invoice', ['other-sum'], (n) => ({ vat_minor: n + 1 })),
  'our paid sum': ours('invoice', ['other-paid', 'other-state'], (n) => ({ paid_minor: n + 7_000_000_01 })),
  'our state': ours('invoice', ['other-state'], () => ({ state: 'gone' })),
  'our amount': ours('bank-receipt', ['other-sum'], (n) => ({ amount_minor: n + 1 })),
  'our advance': ours('bank-receipt', ['other-paid'], (n) => ({ advance_minor: n + 7_000_000_01 })),
  'our mark': ours(null, ['other-state'], () => ({ marked: true })),
  'our number': ours(null, ['other-content'], (n) => ({ number: `П-${n}` })),
  'our date': ours(null, ['other-content'], () => ({ date: '2026-01-31' })),
  'our payer': ours(null, ['other-content'], () => ({ counterparty_id: 1 })),
  'our row is lost': { side: 'ours', kinds: ['missing-with-us'], because: 'not-read', apply: loseRow },
  'our link is lost': past('ours', ['lost-link'], async (here, { noun, ourId }) => {
    return (await db(here)('links').where({ noun, our_id: ourId }).delete()) > 0
  }),
  'our line': past('ours', ['other-content'], async (here, { noun, ourId }, n) => {
    if (noun !== 'invoice') return false
    const line = db(here)('invoice_lines').where({ invoice_id: ourId, position: 1 })
    return (await line.update({ sum_minor: n })) > 0
  }),
  'our share': past('ours', ['other-content'], async (here, { noun, ourId }, n) => {
    if (noun === 'invoice') return false
    const share = db(here)('allocations').where({ payment_id: ourId, row: 1 })
    return (await share.update({ named_minor: n + 1 })) > 0
  }),
  // One that had nothing left to lie on differs by its rows alone.
  'our share is lost': past('ours', ['other-paid', 'other-content'], async (here, { noun, ourId }) => {
    if (noun === 'invoice') return false
    return (await db(here)('allocations').where({ payment_id: ourId, row: 1 }).delete()) > 0
  }),
  'their sum, unseen': theirs(['other-sum'], (_one, n) => ({ СуммаДокумента: n + 0.25 })),
  'their mark, unseen': theirs(['other-state'], () => ({ DeletionMark: true })),
  'their posting, unseen': theirs(['other-state'], ({ entity }) => ({ Posted: entity.fields['Posted'] !== true })),
  'their number, unseen': theirs(['other-content'], (_one, n) => ({ Number: `Т-${n}` })),
  'their document is removed': unheard(['gone-in-base'], ({ simulator }, { noun, entity }) =>
    simulator.base.remove(KINDS[noun], entity.key),
  ),
  'their document is unposted': unheard(['other-state'], ({ simulator: { ledger } }, { noun, entity }) => {
    if (entity.fields['Posted'] !== true || isClosed(ledger.books.settings.closedUntil, entity.fields['Date']))
      return false
    ledger.unpost(KINDS[noun], entity.key, ELENA)
    return true
  }),
} satisfies Record<string, Spoiler>

export type SpoilerName = keyof typeof SPOILERS

/** Nothing of a closed month can be unposted. */
const isClosed = (until: string, date: unknown) => until !== '' && String(date).slice(0, 10) <= until

const db = ({ bridge }: Workshop) => bridge.database.db

function past(side: Spoiler['side'], kinds: DifferenceKind[], apply: Spoiler['apply']): Spoiler {
  return { side, kinds, because: 'past-exchange', apply }
}

/** Done by the rules of the base, so that it would tell of it if anybody listened. */
function unheard(kinds: DifferenceKind[], apply: Spoiler['apply']): Spoiler {
  return { side: 'theirs', kinds, because: 'not-read', apply }
}

function theirs(kinds: DifferenceKind[], set: (one: Coupled, n: number) => Coupled['entity']['fields']): Spoiler {
  return past('theirs', kinds, (here, one, n) => {
    const fields = set(one, n)
    if (Object.entries(fields).every(([name, value]) => one.entity.fields[name] === value)) return false
    spoil(here, one, fields)
    return true
  })
}

function ours(
  noun: Kind | null,
  kinds: DifferenceKind[],
  set: (n: number) => Record<string, string | number | boolean>,
): Spoiler {
  return past('ours', kinds, async (here, one, n) => {
    if (noun !== null && one.noun !== noun) return false
    const row = db(here)(TABLES[one.noun]).where('id', one.ourId)
    const wanted = set(n)
    const before = (await row.clone().first()) as Record<string, unknown>
    if (Object.entries(wanted).every(([column, value]) => isSame(before[column], value))) return false
    return (await row.update(wanted)) > 0
  })
}

/**
 * As a cut backup would leave it: nothing names the row any more. One that we have asked for ourselves stays tied to its request: reading
 * says that it has stayed, and only a backup brings it back.
 */
export async function loseRow(here: Workshop, { noun, ourId }: Coupled): Promise<boolean> {
  const named = (await db(here)('allocations')
    .where('invoice_id', noun === 'invoice' ? ourId : 0)
    .first('id')) as unknown
  const asked = (await db(here)('intents').where({ noun, subject_id: ourId }).first('id')) as unknown
  if (named !== undefined || asked !== undefined) return false
  if (noun === 'invoice')
    for (const table of ['invoice_lines', 'invoice_versions']) await db(here)(table).where('invoice_id', ourId).delete()
  else await db(here)('allocations').where('payment_id', ourId).delete()
  return (await db(here)(TABLES[noun]).where('id', ourId).delete()) > 0
}

/** SQLite gives yes-no as 0 and 1. */
function isSame(one: unknown, other: unknown): boolean {
  return Number(one) === Number(other) || one === other
}
