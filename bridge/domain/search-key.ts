/** One spelling for search: what people type and what the base keeps meet in it. */

const QUOTES = /["'`«»„“”‘’‹›]/gu
const BLANKS = /[\s\u00a0\u2000-\u200b\u202f\ufeff]+/gu

/** `ООО  «Ёлка»` -> `ооо елка`: NFC, lower case, `ё` as `е`, no quotes, single spaces. */
export function searchKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(QUOTES, '').replace(BLANKS, ' ').trim()
}
