/** The contract that the base fills in by itself when the firm does not keep contracts. */
import type { Books } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import { emptyDraft } from '../ledger/draft.ts'
import { EMPTY_GUID } from '../base/model.ts'
import { assignNumber } from '../ledger/numbering.ts'
import { objectOf } from '../base/objects.ts'
import { isEmptyRef } from './lookups.ts'

const CONTRACTS = 'Catalog_ДоговорыКонтрагентов'
const NO_CONTRACT_NAME = 'Без договора'

/**
 * Key of the buyer's contract of the document's counterparty with its firm; made when there is none.
 * With contracts kept (the default knob) the base leaves the choice to people and returns the empty key.
 */
export function defaultContract(books: Books, draft: Draft): string {
  const counterparty = String(draft.fields['Контрагент_Key'] ?? '')
  if (books.settings.contractsKept || isEmptyRef(counterparty)) return EMPTY_GUID
  const firm = draft.fields['Организация_Key']
  for (const contract of books.base.all(CONTRACTS)) {
    const { fields } = contract
    const suits = fields['Owner_Key'] === counterparty && fields['Организация_Key'] === firm
    if (suits && fields['ВидДоговора'] === 'СПокупателем' && fields['DeletionMark'] !== true) return contract.key
  }
  return createNoContract(books, counterparty, draft)
}

function createNoContract(books: Books, counterparty: string, draft: Draft): string {
  const object = objectOf(books.base.profile, CONTRACTS)
  if (!object) return EMPTY_GUID
  const contract = emptyDraft(object, CONTRACTS, books.newId())
  Object.assign(contract.fields, {
    Description: NO_CONTRACT_NAME,
    Owner_Key: counterparty,
    ВидДоговора: 'СПокупателем',
    Организация_Key: draft.fields['Организация_Key'] ?? EMPTY_GUID,
    ВалютаВзаиморасчетов_Key: draft.fields['ВалютаДокумента_Key'] ?? EMPTY_GUID,
  })
  assignNumber(books.base, object, contract)
  return books.base.put(contract).key
}
