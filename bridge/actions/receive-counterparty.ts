/**
 * Takes counterparties from the base. One that we do not know yet is coupled with the counterparty of ours that has the
 * same INN and KPP: exactly one = coupled, none = new, several = a person decides and nothing is merged. Several of theirs for one of
 * ours are all taken as new, and a person says which of them it is.
 */
import { searchKey } from '../domain/search-key.ts'
import type { CounterpartyRecord } from '../domain/received.ts'
import { addLinks, type Link } from '../store/links.ts'
import { holdNewEntities } from '../store/same-tax-number.ts'
import { raiseTrouble } from '../store/troubles.ts'
import { unlinkedCounterparties } from '../store/unlinked.ts'
import { mergeEdits } from './receive-edits.ts'
import { askAboutMarks } from './receive-mark.ts'
import {
  applied,
  conflict,
  mirror,
  skipped,
  type Arrival,
  type Columns,
  type Receiving,
  type Verdict,
} from './receiving.ts'

export async function receiveCounterparties(
  ctx: Receiving,
  arrivals: Arrival<CounterpartyRecord>[],
): Promise<Verdict[]> {
  const verdicts = arrivals.filter(({ record }) => record.isGroup).map(({ key }) => skipped(key, 'skip.group'))
  const items = arrivals.filter(({ record }) => !record.isGroup)
  const taxNumbers = taxNumbersOf(items)
  if (taxNumbers.length > 0) await holdNewEntities(ctx.db)
  const ours = await unlinkedCounterparties(ctx.db, taxNumbers)
  const unclear = severalOfTheirs(items, ours)
  const clear: Arrival<CounterpartyRecord>[] = []
  for (const arrival of items) {
    const same = arrival.link ? [] : sameEntity(arrival.record, ours).filter((row) => !unclear.includes(row))
    if (same.length > 1) verdicts.push(askWhich(arrival, same.length))
    else clear.push(await couple(ctx, arrival, same[0]?.id))
  }
  const merged = await askAboutMarks(ctx, await mergeEdits(ctx, clear))
  await mirror(ctx, { noun: 'counterparty', table: 'counterparties', arrivals: merged, columns })
  await askWhichOfTheirs(ctx, unclear)
  return [...verdicts, ...clear.map(({ key }) => applied(key))]
}

/** Our row becomes the base's record: a link is stored first, so that mirroring updates the row. */
async function couple(
  ctx: Receiving,
  arrival: Arrival<CounterpartyRecord>,
  ourId: number | undefined,
): Promise<Arrival<CounterpartyRecord>> {
  if (ourId === undefined) return arrival
  const link: Link = {
    noun: 'counterparty',
    ourId,
    foreignKey: arrival.key,
    version: '',
    hash: '',
    day: '',
    gone: false,
  }
  await addLinks(ctx.db, ctx.base.rowId, [link])
  ctx.learn(link)
  return { ...arrival, link }
}

function sameEntity(record: CounterpartyRecord, ours: Unlinked[]): Unlinked[] {
  if (record.taxNumber === '') return []
  return ours.filter((row) => row.taxNumber === record.taxNumber && row.reasonCode === record.reasonCode)
}

/** Ours for which the page brings more than one record; without a KPP of ours any of the INN may be the one meant. */
function severalOfTheirs(items: Arrival<CounterpartyRecord>[], ours: Unlinked[]): Unlinked[] {
  const fresh = items.filter(({ link }) => !link).map(({ record }) => record)
  return ours.filter((row) => fresh.filter((record) => isMeantBy(row, record)).length > 1)
}

function isMeantBy({ taxNumber, reasonCode }: Unlinked, record: CounterpartyRecord): boolean {
  return record.taxNumber === taxNumber && (reasonCode === '' || record.reasonCode === reasonCode)
}

async function askWhichOfTheirs(ctx: Receiving, unclear: Unlinked[]): Promise<void> {
  for (const { uuid, name, taxNumber } of unclear) {
    const id = await raiseTrouble(ctx.db, {
      baseRowId: ctx.base.rowId,
      code: 'counterparty.candidates',
      facts: { name, taxNumber },
      noun: 'counterparty',
      subject: uuid,
      answers: ['pick', 'own'],
      at: ctx.now(),
    })
    ctx.changed('trouble', id)
  }
}

type Unlinked = Awaited<ReturnType<typeof unlinkedCounterparties>>[number]

function taxNumbersOf(arrivals: Arrival<CounterpartyRecord>[]): string[] {
  return [...new Set(arrivals.filter(({ link }) => !link).map(({ record }) => record.taxNumber))].filter(Boolean)
}

function askWhich({ key, record }: Arrival<CounterpartyRecord>, candidates: number): Verdict {
  const { name, taxNumber, reasonCode } = record
  return conflict(key, 'counterparty.many-matches', { name, taxNumber, reasonCode, candidates })
}

function columns(record: CounterpartyRecord): Columns {
  return {
    name: record.name,
    search_key: searchKey(record.name),
    full_name: record.fullName,
    legal_form: record.legalForm,
    tax_number: record.taxNumber,
    reason_code: record.reasonCode,
    phone: record.phone,
    email: record.email,
    address: record.address,
    marked: record.marked,
  }
}
