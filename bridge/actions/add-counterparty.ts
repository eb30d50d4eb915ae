/** Ties a legal entity to a client: one that is known, or a new one whose numbers have been checked. */
import { allow } from '../domain/allow.ts'
import type { LegalForm, Requisites } from '../domain/client.ts'
import { Problem } from '../domain/problem.ts'
import { normaliseTaxNumber } from '../domain/tax-number.ts'
import { audit } from '../store/audit.ts'
import { tieCounterparty } from '../store/client-counterparties.ts'
import { findClient } from '../store/clients.ts'
import type { Context } from '../store/context.ts'
import { addCounterparty as insert, findCounterparty } from '../store/counterparties.ts'
import { holdNewEntities, sameTaxNumber } from '../store/same-tax-number.ts'
import { checkNumbers } from './check-numbers.ts'

export interface AddCounterparty {
  /** One that exists; without it the requisites of a new one follow. */
  counterpartyId?: string
  name?: string
  fullName?: string
  legalForm?: LegalForm
  taxNumber?: string
  reasonCode?: string
}

/**
 * A new one gets to the base with the first document that names it.
 * @returns the id of the counterparty
 * @throws Problem `client.not-found` `access.denied` `counterparty.not-found` `counterparty.marked`
 * `counterparty.already-exists` `counterparty.already-known` `input.missing` and `tax-number.*` `reason-code.*` with the field
 */
export async function addCounterparty(ctx: Context, clientId: string, input: AddCounterparty): Promise<string> {
  return ctx.transaction(async (tx) => {
    const client = await findClient(tx, clientId)
    allow(tx.viewer, 'tie-counterparty', client)
    const counterparty = await (input.counterpartyId === undefined
      ? drawUp(tx, input)
      : known(tx, input.counterpartyId))
    await tieCounterparty(tx, { client: client.rowId, counterparty: counterparty.rowId })
    const facts = { client: clientId }
    await audit(tx, { action: 'tie-counterparty', subject: `counterparty:${counterparty.id}`, facts })
    return counterparty.id
  })
}

interface Tied {
  id: string
  rowId: number
}

async function known(ctx: Context, id: string): Promise<Tied> {
  const counterparty = await findCounterparty(ctx, id)
  if (counterparty.marked) throw new Problem('counterparty.marked', { name: counterparty.name })
  return counterparty
}

async function drawUp(ctx: Context, input: AddCounterparty): Promise<Tied> {
  const fields = requisites(input)
  checkNumbers(fields)
  await holdNewEntities(ctx.db)
  await refuseDouble(ctx, fields)
  const id = ctx.newId()
  return { id, rowId: await insert(ctx, { ...fields, id }) }
}

function requisites(input: AddCounterparty): Requisites {
  if (input.name === undefined) throw new Problem('input.missing', {}, 'name')
  const name = input.name.trim()
  const taxNumber = normaliseTaxNumber(input.taxNumber ?? '')
  return {
    name,
    fullName: input.fullName?.trim() || name,
    legalForm: input.legalForm ?? (taxNumber.length === LENGTH_OF_PERSON ? 'sole-proprietor' : 'company'),
    taxNumber,
    reasonCode: normaliseTaxNumber(input.reasonCode ?? ''),
    phone: '',
    email: '',
    address: '',
  }
}

/** Digits in the INN of a person; a company has ten. */
const LENGTH_OF_PERSON = 12

/** INN and KPP together are one entity. Without a KPP any entity of this INN may be the one meant. */
async function refuseDouble(ctx: Context, { taxNumber, reasonCode }: Requisites): Promise<void> {
  const same = await sameTaxNumber(ctx.db, taxNumber)
  const double = same.find((one) => reasonCode === '' || one.reasonCode === reasonCode)
  if (!double) return
  const facts = { counterparty: double.id, name: double.name, reasonCode: double.reasonCode || '—' }
  if (double.clientName === '') throw new Problem('counterparty.already-known', facts, 'taxNumber')
  const kept = { ...facts, client: double.clientName, manager: double.managerName }
  throw new Problem('counterparty.already-exists', kept, 'taxNumber')
}
