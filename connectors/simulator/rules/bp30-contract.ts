/** БП: currency flags of a contract follow its currency; an empty name is built from number and date. */
import type { Books, ObjectRules } from '../ledger/books.ts'
import type { Draft } from '../ledger/draft.ts'
import { EMPTY_DATE } from '../base/model.ts'
import { russianDay } from '../base/presentation.ts'
import { isRuble, text } from './lookups.ts'

export const contract: ObjectRules = { beforeWrite }

function beforeWrite({ base }: Books, { fields }: Draft): void {
  if (fields['IsFolder'] === true) return
  const foreign = !isRuble(base, fields['ВалютаВзаиморасчетов_Key'])
  const conditional = fields['РасчетыВУсловныхЕдиницах'] === true
  fields['Валютный'] = foreign && !conditional
  fields['ОплатаВВалюте'] = foreign && !conditional
  if (text(fields['Description']).trim() === '') fields['Description'] = nameFrom(fields)
}

function nameFrom(fields: Draft['fields']): string {
  const number = text(fields['Номер'])
  const date = text(fields['Дата'])
  const parts = [number === '' ? '' : `№ ${number}`, date === '' || date === EMPTY_DATE ? '' : `от ${russianDay(date)}`]
  return parts.filter((part) => part !== '').join(' ')
}
