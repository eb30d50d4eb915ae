/** Sentences of the screens (ours) and of the server (reasons, troubles, checks) under one `t`. */
import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { call } from './api.ts'
import { amount, day, type Language } from './lib/format.ts'
import en from './words/en.json'
import ru from './words/ru.json'

/** Where this browser remembers the language of the sign-in page. */
const REMEMBERED = 'zveno-language'

const words = createInstance()

export async function startWords(): Promise<void> {
  await words.use(initReactI18next).init({
    lng: remembered(),
    fallbackLng: false,
    resources: { ru: { ours: ru }, en: { ours: en } },
    ns: ['ours', 'server'],
    defaultNS: 'ours',
    fallbackNS: 'server',
    keySeparator: false,
    nsSeparator: false,
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  // The server writes `{{sum, money}}` and `{{date, day}}` in its sentences.
  words.services.formatter?.add('money', (value: unknown, language) => amount(Number(value), asLanguage(language)))
  words.services.formatter?.add('day', (value: unknown, language) => day(String(value), asLanguage(language)))
  document.documentElement.lang = asLanguage(words.language)
}

/** Switches the screens, remembers the choice here, and fetches the server's sentences when they are not here yet. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language
  await words.changeLanguage(language)
  if (words.hasResourceBundle(language, 'server')) return
  words.addResourceBundle(language, 'server', await call('GET /api/words/:language', { params: { language } }))
}

export function asLanguage(language: string | undefined): Language {
  return language === 'en' ? 'en' : 'ru'
}

function remembered(): Language {
  return asLanguage(localStorage.getItem(REMEMBERED) ?? 'ru')
}
