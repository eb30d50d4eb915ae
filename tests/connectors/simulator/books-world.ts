// A small set of books for the tests of writing: one firm with one account, one buyer with one contract.
import { Base, InfobaseClock } from '../../../connectors/simulator/base/base.ts'
import type { Body, WriteOptions } from '../../../connectors/simulator/ledger/ledger.ts'
import { Ledger } from '../../../connectors/simulator/ledger/ledger.ts'
import type { Entity } from '../../../connectors/simulator/base/model.ts'
import { setInfobasePrefix } from '../../../connectors/simulator/ledger/numbering.ts'
import { loadProfile } from '../../../connectors/simulator/profiles/index.ts'

export type Books = ReturnType<typeof fillBooks>

const RUBLES = '0000000c-2e00-11ef-8a00-000000000643'
const DOLLARS = '0000000c-2e00-11ef-8a00-000000000840'

export function booksWorld(): Books {
  return fillBooks(new Ledger(new Base(loadProfile('bp30'), new InfobaseClock(180))))
}

/** Fills a base for the firm «Звено Телеком» (numbers ТЕЛ0-…) on 24 November 2026; gives its keys and bodies of requests. */
export function fillBooks(ledger: Ledger) {
  ledger.base.clock.set('2026-11-24T12:00:00')
  setInfobasePrefix(ledger.base, 'Л0')
  ledger.create('Catalog_Валюты', { Ref_Key: RUBLES, Code: '643', Description: 'руб.' })
  ledger.create('Catalog_Валюты', { Ref_Key: DOLLARS, Code: '840', Description: 'USD' })
  const firm = ledger.create(
    'Catalog_Организации',
    { Description: 'Звено Телеком ООО', Префикс: 'ТЕ' },
    { loadMode: true },
  ).key
  const account = ledger.create('Catalog_БанковскиеСчета', {
    Owner: firm,
    Owner_Type: 'StandardODATA.Catalog_Организации',
    НомерСчета: '40702810900000000001',
  }).key
  const buyer = ledger.create('Catalog_Контрагенты', { Description: 'Ромашка ООО', ИНН: '7701000026' }).key
  const contract = ledger.create('Catalog_ДоговорыКонтрагентов', {
    Owner_Key: buyer,
    Организация_Key: firm,
    ВидДоговора: 'СПокупателем',
    ВалютаВзаиморасчетов_Key: RUBLES,
    Description: 'Основной договор',
  }).key

  const invoiceBody = (more: Body = {}): Body => ({
    Date: '2026-11-24T10:00:00',
    Организация_Key: firm,
    ОрганизацияПолучатель_Key: firm,
    Контрагент_Key: buyer,
    ДоговорКонтрагента_Key: contract,
    ВалютаДокумента_Key: RUBLES,
    СуммаВключаетНДС: true,
    Товары: [row(1)],
    ...more,
  })
  const receiptBody = ({ pays, sum = 100, settled = sum, ...more }: ReceiptBody = {}): Body => ({
    Date: '2026-11-24T11:00:00',
    ВидОперации: 'ОплатаПокупателя',
    Организация_Key: firm,
    СчетОрганизации_Key: account,
    Контрагент: buyer,
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    ВалютаДокумента_Key: RUBLES,
    СуммаДокумента: sum,
    РасшифровкаПлатежа: [
      { LineNumber: '1', СуммаПлатежа: sum, СуммаВзаиморасчетов: settled, СчетНаОплату_Key: pays?.key },
    ],
    ...more,
  })
  return {
    ledger,
    firm,
    account,
    buyer,
    contract,
    dollars: DOLLARS,
    row,
    invoiceBody,
    receiptBody,
    invoice: (more: Body, options?: WriteOptions): Entity =>
      ledger.create('Document_СчетНаОплатуПокупателю', invoiceBody(more), options),
    receipt: (more: ReceiptBody): Entity => ledger.create('Document_ПоступлениеНаРасчетныйСчет', receiptBody(more)),
  }
}

/** A receipt that pays an invoice: `sum` rubles, `settled` in the currency of the invoice. */
export interface ReceiptBody extends Body {
  pays?: Entity
  sum?: number
  settled?: number
}

/** A row of the invoice for 1 000 rubles. */
function row(line: number, more: Body = {}): Body {
  return {
    LineNumber: String(line),
    Содержание: 'Лицензия АТС (10 мест)',
    Количество: 1,
    Цена: 1000,
    Сумма: 1000,
    ...more,
  }
}
