/** What a component needs to speak: `t`, the language, and figures and dates written in it. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { amount, count, day, exact, money, precise, quantity, relative, stamp, type Language } from '../lib/format.ts'
import { asLanguage } from '../words.ts'

type Facts = Readonly<Record<string, unknown>>

export function useWords() {
  const { t, i18n } = useTranslation()
  const language = asLanguage(i18n.language)
  return useMemo(() => {
    const has = (key: string, facts: Facts = {}) => i18n.exists(key, facts)
    return {
      t: (key: string, facts: Facts = {}): string => t(key, facts),
      has,
      /** The first of these keys that has a sentence; '' when none has. */
      first: (keys: string[], facts: Facts = {}): string => {
        const key = keys.find((candidate) => has(candidate, facts))
        return key === undefined ? '' : t(key, facts)
      },
      language,
      ...figures(language),
    }
  }, [t, i18n, language])
}

function figures(language: Language) {
  return {
    money: (minor: number) => money(minor, language),
    amount: (minor: number) => amount(minor, language),
    quantity: (milli: number) => quantity(milli, language),
    count: (value: number) => count(value, language),
    day: (date: string) => day(date, language),
    exact: (iso: string) => exact(iso, language),
    precise: (iso: string) => (Number.isNaN(Date.parse(iso)) ? '' : precise(iso, language)),
    stamp: (iso: string) => stamp(iso, language, Date.now()),
    relative: (iso: string) => relative(iso, language, Date.now()),
  }
}
