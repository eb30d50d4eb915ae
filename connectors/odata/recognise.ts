/** Tells the configuration of a base by kinds that only it has. */

/** Kinds that no other of the known configurations publishes. */
const TELLTALES: Record<string, string[]> = {
  bp30: [
    'Document_СчетНаОплатуПокупателю',
    'Document_ПоступлениеНаРасчетныйСчет',
    'AccumulationRegister_ОплатаСчетов',
    'InformationRegister_СтатусыДокументов',
  ],
  ut115: [
    'Document_СчетНаОплатуКлиенту',
    'Document_ЗаказКлиента',
    'Document_ПоступлениеБезналичныхДенежныхСредств',
    'Catalog_ОбъектыРасчетов',
    'AccumulationRegister_РасчетыСКлиентами',
  ],
  unf30: [
    'Document_СчетНаОплату',
    'Document_ЗаказПокупателя',
    'Document_ПоступлениеНаСчет',
    'AccumulationRegister_ОплатаСчетовИЗаказов',
  ],
}

/** One kind may be somebody's own addition; two are a configuration. */
const ENOUGH = 2

/** `bp30`, `ut115`, `unf30`, or `unknown` when too little is published or two configurations fit alike. */
export function recognise(kinds: { has(kind: string): boolean }): string {
  const scores = Object.entries(TELLTALES)
    .map(([name, telltales]) => ({ name, score: telltales.filter((kind) => kinds.has(kind)).length }))
    .sort((one, other) => other.score - one.score)
  const [best, second] = scores
  if (!best || best.score < ENOUGH || best.score === second?.score) return 'unknown'
  return best.name
}

/** The kinds that made us recognise a configuration: without rights to them nothing works. */
export function telltalesOf(configuration: string): string[] {
  return TELLTALES[configuration] ?? []
}
