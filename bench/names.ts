/** Invented names of clients, the same in every run. */
const FIRST = [
  'Берёза',
  'Вега',
  'Горизонт',
  'Дельта',
  'Енисей',
  'Заря',
  'Импульс',
  'Кедр',
  'Лидер',
  'Маяк',
  'Нева',
  'Орион',
]
const SECOND = ['Связь', 'Торг', 'Строй', 'Сервис', 'Транс', 'Пром', 'Мед', 'Агро', 'Софт', 'Ёлка', 'Щит']
const FORM = ['ООО', 'АО', 'ИП', 'ПАО']

/** Multiplier of Knuth's multiplicative hash: neighbours become strangers. */
const SPREAD = 2_654_435_761

export function clientName(number: number): string {
  const mixed = Math.imul(number + 1, SPREAD) >>> 0
  const pick = (list: string[], shift: number) => list[Math.floor(mixed / shift) % list.length] ?? ''
  return `${pick(FORM, 7)} «${pick(FIRST, 1)}${pick(SECOND, 131)}-${mixed % 1_000_003}»`
}
