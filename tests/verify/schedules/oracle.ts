/**
 * What must be true when a day is over, told from what people asked for, from what the base holds and from our rows: the engine
 * itself is not asked. The numbers are those of the promises.
 */
import type { Db } from '../../../bridge/store/db.ts'
import { say } from '../../../bridge/words/say.ts'
import { minorOf } from '../../../connectors/simulator/base/amounts.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import type { Context } from '../../../connectors/simulator/context.ts'
import { INVOICE, RECEIPT } from './accountant.ts'
import { linkedRows, rowsOf, type Row } from './rows.ts'
import type { Day } from './swarm.ts'

export interface Evidence {
  day: Day
  db: Db
  /** The base. */
  base: Context
  /** Keys of invoices that the accountant had her hands on. */
  touched: Set<string>
  /** Public ids of the invoices that were asked for. */
  asked: string[]
}

/** @returns one sentence per broken promise */
export async function judge(evidence: Evidence): Promise<string[]> {
  const wrong: string[] = []
  const tell = (holds: boolean, sentence: string) => {
    if (!holds) wrong.push(sentence)
  }
  await onceEach(evidence, tell)
  await endedOrAsked(evidence, tell)
  await invoicesAgree(evidence, tell)
  await paymentsAgree(evidence, tell)
  await everythingIsCounted(evidence, tell)
  return wrong
}

type Tell = (holds: boolean, sentence: string) => void

/** I1: a request makes one document; a payer and a contract are made once, where the base takes our keys. */
async function onceEach({ day, db, base, asked }: Evidence, tell: Tell): Promise<void> {
  const intents = await rowsOf(db, 'intents')
  const invoices = await rowsOf(db, 'invoices')
  for (const id of asked) {
    const invoice = invoices.find(({ uuid }) => uuid === id)
    const own = intents.filter(({ noun, subject_id: subject }) => noun === 'invoice' && subject === invoice?.['id'])
    tell(own.length === 1, `I9: the invoice ${id} has ${own.length} requests`)
    const made = oursIn(base, INVOICE).filter(({ fields }) => markOf(fields) === own[0]?.['uuid'])
    tell(made.length <= 1, `I1: ${made.length} documents of one request, ${posted(made)} of them posted`)
    if (own[0]?.['state'] === 'cancelled') tell(made.length === 0, 'I1: a withdrawn request has a document')
    if (own[0]?.['state'] === 'done') tell(made.length === 1, `I1: a request is done and has ${made.length} documents`)
  }
  if (day.keys === 'own') return
  for (const set of ['Catalog_Контрагенты', 'Catalog_ДоговорыКонтрагентов']) {
    // Names are edited; a tax number stays what it was.
    const names = oursIn(base, set).map(({ fields }) => String(fields['ИНН'] ?? fields['Description']))
    tell(new Set(names).size === names.length, `I1: made twice in ${set}: ${names.join(', ')}`)
  }
}

/** I16: nothing is on its way any more; whatever did not end well is a question, and only where somebody interfered. */
async function endedOrAsked({ db, base, touched, day }: Evidence, tell: Tell): Promise<void> {
  const open = (await rowsOf(db, 'troubles')).filter(({ state }) => state === 'open')
  const invoices = await rowsOf(db, 'invoices')
  for (const { noun, state, reason, subject_id: subject, foreign_key: key, uuid } of await rowsOf(db, 'intents')) {
    const about = `${noun} ${state} (${reason || 'no reason'})`
    tell(['done', 'refused', 'cancelled'].includes(String(state)), `I16: a request has not ended: ${about}`)
    if (state !== 'refused') continue
    const invoice = noun === 'invoice' ? invoices.find(({ id }) => id === subject) : undefined
    tell(
      open.some((trouble) => trouble['subject'] === invoice?.['uuid']),
      `I6: nobody is asked about ${about}`,
    )
    const copied = day.keys !== 'proven' && base.ledger.base.size(INVOICE) > 0 && copiesOf(base, String(uuid)) > 1
    tell(touched.has(String(key)) || copied, `I16: refused although nobody interfered: ${about}`)
  }
}

/** I4, I11: what we show of an invoice is what the base holds, to the kopeck. */
async function invoicesAgree({ db, base }: Evidence, tell: Tell): Promise<void> {
  const ours = byKey(await linkedRows(db, 'invoices', ['invoice']))
  const lines = await rowsOf(db, 'invoice_lines')
  const troubles = await rowsOf(db, 'troubles')
  const paid = namedSums(base)
  for (const { key, fields, rows } of base.base.all(INVOICE)) {
    const row = ours.get(key)
    const asked = troubles.some(({ subject, state }) => subject === key && state === 'open')
    tell(row !== undefined || asked, `I2: the invoice ${String(fields['Number'])} is not with us`)
    if (!row) continue
    const number = String(fields['Number'])
    const goods = rows['Товары'] ?? []
    const own = lines.filter(({ invoice_id: id }) => id === row['id'])
    const total = minorOf(fields['СуммаДокумента'])
    tell(row['number'] === number, `I11: number ${row['number']} for ${number}`)
    tell(Number(row['total_minor']) === total, `I4: total ${row['total_minor']} for ${total} of ${number}`)
    tell(Number(row['vat_minor']) === sum(goods.map((one) => minorOf(one['СуммаНДС']))), `I4: VAT of ${number}`)
    const sums = goods.map((one) => minorOf(one['Сумма']))
    tell(sum(own.map((one) => Number(one['sum_minor']))) === sum(sums), `I4: lines of ${number}`)
    tell(own.length === goods.length, `I4: ${own.length} lines for ${goods.length} of ${number}`)
    tell(Boolean(row['posted']) === fields['Posted'], `I11: posted ${row['posted']} of ${number}`)
    tell(Boolean(row['marked']) === fields['DeletionMark'], `I11: marked ${row['marked']} of ${number}`)
    const due = Math.min(total, paid.get(key) ?? 0)
    tell(Number(row['paid_minor']) === due, `I4: paid ${row['paid_minor']} for ${due} of ${number}`)
  }
}

/** I2, I3, I11: each receipt of the base stands once with us, with its sum, and counts exactly while it is posted. */
async function paymentsAgree({ db, base }: Evidence, tell: Tell): Promise<void> {
  const payments = await linkedRows(db, 'payments', ['bank-receipt'])
  const all = await rowsOf(db, 'payments')
  const allocations = await rowsOf(db, 'allocations')
  tell(all.length === payments.length, `I3: ${all.length} payments for ${payments.length} receipts`)
  for (const { key, fields } of base.base.all(RECEIPT)) {
    const own = payments.filter(({ foreign_key: foreign }) => foreign === key)
    tell(own.length === 1, `I2: a receipt stands with us ${own.length} times`)
    const [row] = own
    if (!row) continue
    const amount = minorOf(fields['СуммаДокумента'])
    tell(Number(row['amount_minor']) === amount, `I4: a payment of ${row['amount_minor']} for ${amount}`)
    tell(Boolean(row['posted']) === fields['Posted'], `I11: posted ${row['posted']} of a receipt`)
    tell(Boolean(row['marked']) === fields['DeletionMark'], `I11: marked ${row['marked']} of a receipt`)
    const placed = sum(
      allocations.filter((one) => one['payment_id'] === row['id']).map((one) => Number(one['amount_minor'])),
    )
    const live = fields['Posted'] === true && fields['DeletionMark'] !== true
    tell(
      placed + Number(row['advance_minor']) === (live ? amount : 0),
      `I3: ${placed} + ${row['advance_minor']} of ${amount}`,
    )
  }
  const held = new Set([...base.base.all(RECEIPT)].map(({ key }) => key))
  for (const row of payments.filter(({ foreign_key: key }) => !held.has(String(key)))) {
    const placed = allocations.filter((one) => one['payment_id'] === row['id'] && Number(one['amount_minor']) > 0)
    tell(placed.length === 0 && Number(row['advance_minor']) === 0, 'I11: a deleted receipt still counts')
  }
}

/** I5, I6: seen = applied + skipped + conflict + pending; what was passed over has a reason in words. */
async function everythingIsCounted({ db }: Evidence, tell: Tell): Promise<void> {
  for (const run of await rowsOf(db, 'runs')) {
    const counts = JSON.parse(String(run['counts'])) as Record<string, Record<string, number>>
    for (const [noun, { seen = 0, ...outcomes }] of Object.entries(counts))
      tell(seen === sum(Object.values(outcomes)), `I5: ${noun}: ${seen} seen, ${JSON.stringify(outcomes)}`)
  }
  for (const { direction, outcome, reason, noun } of await rowsOf(db, 'journal')) {
    if (direction !== 'in' || outcome === 'applied') continue
    const words = say('ru', `reason.${String(reason)}`)
    tell(reason !== '' && !words.startsWith('['), `I6: ${noun} ${outcome} without words: ${reason}`)
  }
}

/** Records that were created by us, told by the base's own journal of changes. */
export function oursIn({ base, ledger, user }: Context, set: string): Entity[] {
  return [...base.all(set)].filter(({ key }) => {
    const [first] = ledger.history.of(set, key)
    return first?.deed === 'created' && first.by === user
  })
}

function markOf(fields: Entity['fields']): string | undefined {
  return /^zveno:([0-9a-f-]{36})/.exec(String(fields['Комментарий']))?.[1]
}

function copiesOf({ base }: Context, mark: string): number {
  return [...base.all(INVOICE)].filter(({ fields }) => markOf(fields) === mark).length
}

/** What the posted receipts of the base put on each invoice, kopecks. */
function namedSums({ base }: Context): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { fields, rows } of base.all(RECEIPT)) {
    if (fields['Posted'] !== true || fields['DeletionMark'] === true) continue
    for (const row of rows['РасшифровкаПлатежа'] ?? []) {
      const key = String(row['СчетНаОплату_Key'])
      sums.set(key, (sums.get(key) ?? 0) + minorOf(row['СуммаПлатежа']))
    }
  }
  return sums
}

const posted = (entities: Entity[]) => entities.filter(({ fields }) => fields['Posted'] === true).length
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
const byKey = (rows: Row[]) => new Map(rows.map((row) => [String(row['foreign_key']), row]))
