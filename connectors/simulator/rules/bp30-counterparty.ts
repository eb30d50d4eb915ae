/** БП: a counterparty is its own head, lives in Russia unless told otherwise, and takes its contact persons along. */
import type { Books, ObjectRules } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import type { Entity } from '../base/model.ts'
import { isEmptyRef, text } from './lookups.ts'

/** Russia in the classifier of countries, which the usual composition does not publish: a key without an instance. */
const RUSSIA_KEY = '5f3c1b6a-2e00-4643-8a00-000000000643'
const RUSSIA_CODE = '643'

export const counterparty: ObjectRules = { beforeWrite, afterWrite }

function beforeWrite({ base }: Books, { key, fields }: Draft): void {
  if (fields['IsFolder'] === true) return
  if (isEmptyRef(fields['ГоловнойКонтрагент_Key'])) fields['ГоловнойКонтрагент_Key'] = key
  if (isEmptyRef(fields['СтранаРегистрации_Key'])) {
    const russia = [...base.all('Catalog_СтраныМира')].find((country) => country.fields['Code'] === RUSSIA_CODE)
    fields['СтранаРегистрации_Key'] = russia?.key ?? RUSSIA_KEY
  }
  fields['ИНН'] = text(fields['ИНН']).trim()
}

/** The deletion mark spreads to contact persons and back. */
function afterWrite({ base }: Books, written: Entity): void {
  const mark = written.fields['DeletionMark'] === true
  for (const person of base.all('Catalog_КонтактныеЛица')) {
    if (person.fields['ОбъектВладелец'] !== written.key || person.fields['DeletionMark'] === mark) continue
    base.put({ ...person, fields: { ...person.fields, DeletionMark: mark } })
  }
}
