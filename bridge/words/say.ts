/**
 * Turns a key and its facts into a sentence. The tables follow the manner of i18next, because the screens read the same
 * ones: `{{fact}}`, `{{fact, money}}`, and `key_one` / `key_few` / `key_many` / `key_other` chosen by the fact `count`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const LANGUAGES = ['ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export type Words = Readonly<Record<string, string>>
type Fact = string | number | boolean | null | undefined

/** A key without a sentence comes back in square brackets, so that a test or a person sees what is missing. */
export function say(language: Language, key: string, facts: Readonly<Record<string, Fact>> = {}): string {
  const sentence = findSentence(language, key, facts['count'])
  if (sentence === undefined) return `[${key}]`
  return sentence.replaceAll(PLACE, (_whole, name: string, format?: string) => write(language, facts[name], format))
}

export function wordsOf(language: Language): Words {
  return (tables[language] ??= readTable(language))
}

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text)
}

const PLACE = /\{\{(\w+)(?:,\s*(\w+))?\}\}/g

const tables: Partial<Record<Language, Words>> = {}

/** The build leaves data files where they are: the built service in `dist/bridge/parts` reads those of the sources. */
const FOLDERS = [import.meta.dirname, join(import.meta.dirname, '..', '..', '..', 'bridge', 'words')]

function readTable(language: Language): Words {
  const files = FOLDERS.map((folder) => join(folder, `${language}.json`))
  const file = files.find((candidate) => existsSync(candidate))
  if (file === undefined) throw new Error(`No sentences for "${language}": looked for ${files.join(' and ')}`)
  return JSON.parse(readFileSync(file, 'utf8')) as Words
}

function findSentence(language: Language, key: string, count: Fact): string | undefined {
  const words = wordsOf(language)
  if (typeof count !== 'number') return words[key]
  return words[`${key}_${new Intl.PluralRules(language).select(count)}`] ?? words[key]
}

function write(language: Language, fact: Fact, format: string | undefined): string {
  if (fact === undefined || fact === null) return ''
  if (format === 'money' && typeof fact === 'number') return money(language, fact)
  if (format === 'day' && typeof fact === 'string') return day(language, fact)
  return String(fact)
}

/** Kopecks 16350001 -> `163 500,01`, without a detour over fractions. */
function money(language: Language, minor: number): string {
  const sign = minor < 0 ? '-' : ''
  const whole = new Intl.NumberFormat(language).format(Math.trunc(Math.abs(minor) / 100))
  const mark = language === 'ru' ? ',' : '.'
  return `${sign}${whole}${mark}${String(Math.abs(minor) % 100).padStart(2, '0')}`
}

/** `2026-02-01` -> `01.02.2026` in Russian; English keeps the ISO form. */
function day(language: Language, date: string): string {
  return language === 'ru' ? date.slice(0, 10).split('-').toReversed().join('.') : date.slice(0, 10)
}
