/** Documents enough to spoil a hundred of them at a time: both firms, thirteen months, paid wholly, partly, twice and not at all. */
import { EMPTY_GUID } from '../../../connectors/simulator/base/model.ts'
import { demoKeys } from '../../../connectors/simulator/worlds/demo-keys.ts'
import { invoiceDraft, receiptDraft, type ReceiptPart } from '../../../connectors/simulator/worlds/trade-drafts.ts'
import { writeDrafts } from '../../../connectors/simulator/worlds/write-drafts.ts'
import { workshop, type Workshop } from '../../sync/workshop.ts'
import type { Dice } from '../aids/dice.ts'
import { countedIds } from '../schedules/chance.ts'

export const MONTHS = 13
const FIRMS = ['O1', 'O2'] as const
const INVOICES_A_MONTH = 5
/** Requests of ours that the base has carried out: rows that are tied to a request. */
const ORDERS = 3
const PAYERS = ['K1', 'K2', 'K5', 'K7'] as const

/** A base with its documents, all of them read by us, and an open year behind. */
export async function stocked(seed: number, dice: Dice): Promise<Workshop> {
  const here = await workshop()
  try {
    await fill(here, countedIds(seed, 'divergences'), dice)
    return here
  } catch (error) {
    await here.close()
    throw error
  }
}

async function fill(here: Workshop, newId: () => string, dice: Dice): Promise<void> {
  here.simulator.settings.closedUntil = ''
  for (let month = 0; month < MONTHS; month++)
    for (const firm of FIRMS) writeDrafts(here.simulator.ledger, documentsOf({ month, firm, dice, newId }))
  for (let order = 0; order < ORDERS; order++) await here.order()
  const engine = here.engineOf()
  await here.rest(engine)
  for (const { fields } of here.accounting.ours()) here.accounting.receive([[String(fields['Number']), 400]])
  await engine.once()
  await engine.once()
  await engine.stop()
}

interface MonthOf {
  /** 0 = November 2025. */
  month: number
  firm: (typeof FIRMS)[number]
  dice: Dice
  newId: () => string
}

function documentsOf({ month, firm, dice, newId }: MonthOf) {
  const about = { organisation: demoKeys.organisations[firm], account: demoKeys.accounts[firm], taxed: firm === 'O1' }
  const day = (at: number) => `${monthText(month)}-${String(at).padStart(2, '0')}T10:00:00`
  const number = (letter: string, at: number) => `${letter}${firm}-${String(month * 10 + at).padStart(6, '0')}`
  const invoices = Array.from({ length: INVOICES_A_MONTH }, (_, at) => {
    const line = (priceMinor: number) => ({ product: demoKeys.products.support, quantityMilli: 1_500, priceMinor })
    const lines = [line(100_00 + dice.below(900_00)), line(1 + dice.below(99))]
    const key = newId()
    const payer = dice.of(PAYERS)
    const draft = invoiceDraft({
      ...about,
      key,
      number: number('С', at),
      date: day(1 + at),
      counterparty: demoKeys.counterparties[payer],
      contract: EMPTY_GUID,
      lines,
      posted: at > 0,
      marked: at === 0 && dice.onceIn(2),
    })
    return { key, payer, draft, totalMinor: Math.round(Number(draft.fields['СуммаДокумента']) * 100) }
  })
  const receipt = (at: number, payer: (typeof PAYERS)[number], parts: [invoice: string, amountMinor: number][]) =>
    receiptDraft({
      ...about,
      key: newId(),
      number: number('П', at),
      bankNumber: String(at),
      date: day(10 + at),
      purpose: 'Оплата',
      payer: demoKeys.counterparties[payer],
      parts: parts.map(([invoice, amountMinor]): ReceiptPart => ({ invoice, contract: EMPTY_GUID, amountMinor })),
    })
  const [, whole, part, twice, none] = invoices
  if (!whole || !part || !twice || !none) return []
  return [
    ...invoices.map(({ draft }) => draft),
    receipt(0, whole.payer, [[whole.key, whole.totalMinor]]),
    receipt(1, part.payer, [[part.key, 33_33 + dice.below(99)]]),
    receipt(2, twice.payer, [[twice.key, 50_00]]),
    receipt(3, twice.payer, [
      [twice.key, twice.totalMinor],
      [part.key, 10_01],
    ]),
    receipt(4, none.payer, [['', 77_70 + dice.below(99)]]),
  ]
}

function monthText(month: number): string {
  return new Date(Date.UTC(2025, 10 + month, 1)).toISOString().slice(0, 'YYYY-MM'.length)
}
