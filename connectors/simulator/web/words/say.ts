/** Says a sentence in the language of the viewer; `{name}` in it is replaced by the fact of that name. */
import { en } from './en.ts'
import type { WordKey } from './ru.ts'
import { ru } from './ru.ts'

export type { WordKey } from './ru.ts'
export type Language = 'ru' | 'en'
export type Say = (key: WordKey, facts?: Record<string, string | number>) => string

const LANGUAGES: Record<Language, Record<WordKey, string>> = { ru, en }

export function sayIn(language: Language): Say {
  return (key, facts = {}) =>
    LANGUAGES[language][key].replace(/\{(\w+)\}/g, (hole, name: string) => String(facts[name] ?? hole))
}
