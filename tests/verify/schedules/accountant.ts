/** An accountant who works on while everything goes wrong: she pays, corrects, posts, marks, copies, in her own program. */
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import type { Context } from '../../../connectors/simulator/context.ts'
import { ODataError } from '../../../connectors/simulator/odata/errors.ts'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import { accounting, type Accounting } from '../../accounting.ts'
import type { Luck } from './chance.ts'

export const INVOICE = 'Document_СчетНаОплатуПокупателю'
export const RECEIPT = 'Document_ПоступлениеНаРасчетныйСчет'
const BY = { by: 'Кузнецова' }

export interface Accountant {
  /** Keys of invoices that she has changed, marked, posted or copied: about them people may be asked. */
  touched: Set<string>
  /** Does one thing, whatever there is to do it with. @returns what she did, '' = nothing */
  act(): string
}

type Deed = [name: string, weight: number, act: () => boolean]

/**
 * @param copies whether she copies documents; where keys are the base's own, a copy that is read while its original is in doubt
 *   is taken for ours by its mark, which is known and not judged here
 */
export function accountantOf(context: Context, luck: Luck, { copies }: { copies: boolean }): Accountant {
  const touched = new Set<string>()
  // The desk asks for nothing else of a simulator as long as nobody turns its knobs.
  const desk = accounting({ ...context, url: '', rootUrl: '' } as unknown as Simulator)
  const deeds = [...deedsWithMoney(context, desk, luck), ...deedsWithInvoices(context, { desk, luck, touched, copies })]
  const weights = deeds.flatMap((deed) => Array.from({ length: deed[1] }, () => deed))
  return {
    touched,
    act: () => {
      const [name, , act] = luck.pick(weights as [Deed, ...Deed[]])
      try {
        return act() ? name : ''
      } catch (error) {
        // Her program says no, as it would to anybody.
        if (error instanceof ODataError) return ''
        throw error
      }
    },
  }
}

function deedsWithMoney({ base, ledger }: Context, desk: Accounting, luck: Luck): Deed[] {
  const receipt = () => one(luck, [...base.all(RECEIPT)])
  const pay = (share: number): boolean => {
    const invoice = one(luck, [...base.all(INVOICE)])
    if (!invoice) return false
    const minor = Math.max(1, Math.round(minorOf(invoice.fields['СуммаДокумента']) * share))
    desk.receive([[String(invoice.fields['Number']), minor / 100]], { payer: payerOf(invoice) })
    return true
  }
  return [
    ['pays an invoice', 5, () => pay(1)],
    ['pays a part', 4, () => pay(0.62)],
    ['pays too much', 2, () => pay(1.5)],
    ['pays two invoices', 2, () => payTwo(base.all(INVOICE), desk)],
    ['enters an advance', 1, () => payNothing(base.all(INVOICE), desk)],
    ['unposts a receipt', 2, () => onto(receipt(), ({ key }) => ledger.unpost(RECEIPT, key, BY))],
    ['posts a receipt again', 2, () => onto(receipt(), ({ key }) => ledger.post(RECEIPT, key, BY))],
    [
      'marks a receipt',
      1,
      () => {
        const found = receipt()
        if (found?.fields['Posted'] === true) ledger.unpost(RECEIPT, found.key, BY)
        return onto(found, ({ key }) => ledger.change(RECEIPT, key, { DeletionMark: true }, BY))
      },
    ],
    ['deletes a receipt', 1, () => onto(receipt(), ({ key }) => ledger.remove(RECEIPT, key, BY))],
  ]
}

interface AtInvoices {
  desk: Accounting
  luck: Luck
  touched: Set<string>
  copies: boolean
}

function deedsWithInvoices({ base, ledger }: Context, { desk, luck, touched, copies }: AtInvoices): Deed[] {
  const invoice = (touch = true) => {
    const found = one(luck, [...base.all(INVOICE)])
    if (found && touch) touched.add(found.key)
    return found
  }
  const numberOf = ({ fields }: Entity) => String(fields['Number'])
  return [
    [
      'corrects a price',
      3,
      () => onto(invoice(), (found) => desk.reprice(numberOf(found), 1, luck.between(1, 99_999) / 100)),
    ],
    ['posts an invoice', 2, () => onto(invoice(), ({ key }) => ledger.post(INVOICE, key, BY))],
    ['unposts an invoice', 1, () => onto(invoice(), ({ key }) => ledger.unpost(INVOICE, key, BY))],
    ['marks an invoice', 1, () => onto(invoice(), (found) => desk.mark(numberOf(found), true))],
    ['takes the mark off', 1, () => onto(invoice(), (found) => desk.mark(numberOf(found), false))],
    [
      'renumbers an invoice',
      1,
      () => onto(invoice(false), (found) => desk.renumber(numberOf(found), `П-${luck.between(1, 9_999)}`)),
    ],
    ['saves an invoice unchanged', 1, () => onto(invoice(false), ({ key }) => ledger.change(INVOICE, key, {}, BY))],
    ['copies an invoice', 1, () => onto(invoice(), (found) => copies && copy(found))],
  ]

  /** A copy takes the comment along, and our mark in it. */
  function copy({ fields, rows }: Entity): void {
    const { Number: _number, Posted: _posted, СсылочныйИдентификатор: _id, ...rest } = fields
    ledger.create(INVOICE, { ...rest, ...rows }, BY)
  }
}

function payTwo(invoices: Iterable<Entity>, desk: Accounting): boolean {
  const [first, second] = [...invoices]
  if (!first || !second) return false
  const part = (invoice: Entity): [string, number] => [String(invoice.fields['Number']), 100.01]
  desk.receive([part(first), part(second)], { payer: payerOf(first) })
  return true
}

function payNothing(invoices: Iterable<Entity>, desk: Accounting): boolean {
  const [first] = [...invoices]
  return onto(first, (found) => desk.receive([['', 77.7]], { payer: payerOf(found) }))
}

function payerOf({ fields }: Entity): { key: string } {
  return { key: String(fields['Контрагент_Key']) }
}

function onto(entity: Entity | undefined, deed: (entity: Entity) => unknown): boolean {
  if (entity) deed(entity)
  return entity !== undefined
}

function one(luck: Luck, entities: Entity[]): Entity | undefined {
  return entities.length === 0 ? undefined : luck.pick(entities as [Entity, ...Entity[]])
}
