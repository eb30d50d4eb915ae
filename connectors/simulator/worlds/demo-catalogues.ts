/** Firms, counterparties, bank accounts, contact persons and contracts of the demo as drafts. */
import { russianDay } from '../base/presentation.ts'
import { daysBefore } from './calendar.ts'
import { commonKeys, contactRows } from './common.ts'
import { demoKeys } from './demo-keys.ts'
import type { DemoCounterparty, DemoCounterpartyName } from './demo-people.ts'
import { DEMO_BANK, DEMO_CONTRACTS, DEMO_COUNTERPARTIES, DEMO_ORGANISATIONS, DEMO_PERSONS } from './demo-people.ts'
import type { Draft } from './draft.ts'
import { draft, pointer } from './draft.ts'
import { COUNTERPARTIES } from './trade-drafts.ts'

const ORGANISATIONS = 'Catalog_Организации'

export function demoCatalogues(now: string): Draft[] {
  return [
    ...organisationDrafts('O1'),
    ...organisationDrafts('O2'),
    draft({ set: COUNTERPARTIES, key: demoKeys.buyers, fields: { Description: 'Покупатели', IsFolder: true } }),
    ...Object.entries(DEMO_COUNTERPARTIES).flatMap(([name, party]) =>
      counterparty(name as DemoCounterpartyName, party),
    ),
    ...persons(),
    ...contracts(now),
  ]
}

/** Card of one of our firms and its bank account. */
export function organisationDrafts(name: 'O1' | 'O2'): Draft[] {
  const firm = DEMO_ORGANISATIONS[name]
  const key = demoKeys.organisations[name]
  const card = draft({
    set: ORGANISATIONS,
    key,
    fields: {
      Description: firm.name,
      НаименованиеПолное: firm.fullName,
      НаименованиеСокращенное: firm.shortName,
      ИНН: firm.taxId,
      КПП: firm.reasonCode,
      ОГРН: firm.registration,
      Префикс: firm.prefix,
      ЮридическоеФизическоеЛицо: firm.person ? 'ФизическоеЛицо' : 'ЮридическоеЛицо',
      ОсновнойБанковскийСчет_Key: demoKeys.accounts[name],
      ГоловнаяОрганизация_Key: key,
    },
    rows: { КонтактнаяИнформация: contactRows({ address: firm.address }) },
  })
  return [card, account(demoKeys.accounts[name], firm.account, { set: ORGANISATIONS, key })]
}

function counterparty(name: DemoCounterpartyName, party: DemoCounterparty): Draft[] {
  const key = demoKeys.counterparties[name]
  const card = draft({
    set: COUNTERPARTIES,
    key,
    fields: {
      Description: party.name,
      НаименованиеПолное: party.fullName,
      Parent_Key: demoKeys.buyers,
      ИНН: party.taxId,
      КПП: party.reasonCode,
      ИННВведенКорректно: party.taxId !== '',
      КППВведенКорректно: party.reasonCode !== '',
      ЮридическоеФизическоеЛицо: party.person ? 'ФизическоеЛицо' : 'ЮридическоеЛицо',
      ГоловнойКонтрагент_Key: party.head ? demoKeys.counterparties[party.head] : key,
      ОбособленноеПодразделение: party.head !== undefined,
      СтранаРегистрации_Key: commonKeys.russia,
      Комментарий: party.comment ?? '',
      ...(party.account ? { ОсновнойБанковскийСчет_Key: demoKeys.accounts[name] } : {}),
    },
    rows: { КонтактнаяИнформация: contactRows({ phone: party.phone, mail: party.mail, address: party.address }) },
  })
  if (!party.account) return [card]
  return [card, account(demoKeys.accounts[name], party.account, { set: COUNTERPARTIES, key })]
}

function account(key: string, number: string, owner: { set: string; key: string }): Draft {
  return draft({
    set: 'Catalog_БанковскиеСчета',
    key,
    fields: {
      Description: `${number}, ${DEMO_BANK.name}`,
      ...pointer('Owner', owner.set, owner.key),
      НомерСчета: number,
      Банк_Key: commonKeys.bank,
      ВалютаДенежныхСредств_Key: commonKeys.rouble,
      ВидСчета: 'Расчетный',
    },
  })
}

function persons(): Draft[] {
  return Object.entries(DEMO_PERSONS).map(([name, person]) =>
    draft({
      set: 'Catalog_КонтактныеЛица',
      key: demoKeys.persons[name] ?? '',
      fields: {
        Description: `${person.surname} ${person.first} ${person.middle}`,
        ...pointer('ОбъектВладелец', COUNTERPARTIES, demoKeys.counterparties[person.owner]),
        Фамилия: person.surname,
        Имя: person.first,
        Отчество: person.middle,
        Должность: person.post,
      },
      rows: { КонтактнаяИнформация: contactRows({ personPhone: person.phone, personMail: person.mail }) },
    }),
  )
}

function contracts(now: string): Draft[] {
  return Object.entries(DEMO_CONTRACTS).map(([name, contract]) => {
    const date = daysBefore(now, contract.daysAgo, '00:00:00')
    const shown = russianDay(date)
    return draft({
      set: 'Catalog_ДоговорыКонтрагентов',
      key: demoKeys.contracts[name] ?? '',
      fields: {
        Owner_Key: demoKeys.counterparties[contract.owner],
        Description: `Договор № ${contract.number} от ${shown}`,
        Организация_Key: demoKeys.organisations[contract.organisation],
        ВидДоговора: 'СПокупателем',
        ВалютаВзаиморасчетов_Key: commonKeys.rouble,
        Номер: contract.number,
        Дата: date,
        ДоговорПодписан: contract.signed,
      },
    })
  })
}
