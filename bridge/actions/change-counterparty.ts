/** A manager corrects what accounting keeps of a client's legal entity; what the base holds already is asked of the base. */
import { allow } from '../domain/allow.ts'
import { Problem } from '../domain/problem.ts'
import { normaliseTaxNumber } from '../domain/tax-number.ts'
import { audit } from '../store/audit.ts'
import { clientBehind } from '../store/client-counterparties.ts'
import type { Context } from '../store/context.ts'
import * as counterparties from '../store/counterparties.ts'
import { fieldWordsOf } from '../store/field-words.ts'
import { liveIntentOf } from '../store/intents.ts'
import { askTheBase } from './ask-the-base.ts'
import { checkNumbers } from './check-numbers.ts'
import { refuseErased } from './refuse-erased.ts'

export type ChangeCounterparty = Partial<counterparties.CounterpartyTexts> & { version: number }

/**
 * A counterparty that no base knows yet is changed at once; one that a base holds, or is just getting, shows the new text and the base
 * is asked for it.
 * @throws Problem `counterparty.not-found` `access.denied` `counterparty.marked` `counterparty.field-of-base` `counterparty.changed`
 * `person.erased` `input.missing` and `tax-number.*` `reason-code.*` with the field
 */
export async function changeCounterparty(ctx: Context, id: string, input: ChangeCounterparty): Promise<void> {
  await ctx.transaction(async (tx) => {
    const counterparty = await counterparties.findCounterparty(tx, id)
    const client = await clientBehind(tx, 'change-counterparty', counterparty.rowId)
    if (!client) throw new Problem('access.denied', { verb: 'change-counterparty' })
    allow(tx.viewer, 'change-counterparty', client)
    await refuseErased(tx, id)
    if (counterparty.marked) throw new Problem('counterparty.marked', { name: counterparty.name })
    const texts = changedTexts(counterparty, input)
    const baseRowId = await baseOf(tx, counterparty)
    if (baseRowId !== null) await refuseFieldsOfBase(tx, baseRowId, Object.keys(texts))
    checkTexts({ ...counterparty, ...texts }, texts)
    const seen = { rowId: counterparty.rowId, version: input.version }
    const edited = { set: texts, deed: 'change-counterparty' as const }
    if (!(await counterparties.changeCounterparty(tx, seen, edited))) throw new Problem('counterparty.changed')
    if (baseRowId !== null) await askTheBase(tx, { counterparty, texts, baseRowId })
    const facts = { fields: Object.keys(texts).join(' ') }
    await audit(tx, { action: 'change-counterparty', subject: `counterparty:${id}`, facts })
  })
}

type Texts = Partial<counterparties.CounterpartyTexts>

/** Only what differs from what is there: a form sends all of its fields. */
function changedTexts(now: counterparties.StoredCounterparty, input: ChangeCounterparty): Texts {
  const texts: Texts = {}
  for (const field of counterparties.EDITABLE) {
    const typed = input[field]
    if (typed === undefined) continue
    const text = NUMBERS.has(field) ? normaliseTaxNumber(typed) : typed.trim()
    if (text !== now[field]) texts[field] = text
  }
  return texts
}

const NUMBERS = new Set<string>(['taxNumber', 'reasonCode'])

function checkTexts(all: counterparties.StoredCounterparty, texts: Texts): void {
  if (texts.name === '') throw new Problem('input.missing', {}, 'name')
  if (texts.taxNumber !== undefined || texts.reasonCode !== undefined) checkNumbers(all)
}

/** The base that holds it, or that is just getting it; null = ours alone. */
async function baseOf(
  { db }: Context,
  { rowId, baseRowId }: counterparties.StoredCounterparty,
): Promise<number | null> {
  return baseRowId ?? (await liveIntentOf(db, 'counterparty', rowId))?.baseRowId ?? null
}

async function refuseFieldsOfBase({ db }: Context, baseRowId: number, fields: string[]): Promise<void> {
  const words = await fieldWordsOf(db, baseRowId, 'counterparty')
  const theirs = fields.find((field) => (words[field]?.owner ?? 'base') === 'base')
  if (theirs !== undefined) throw new Problem('counterparty.field-of-base', {}, theirs)
}
