/** The sentence for a reason, trouble or check code of the server, in the words the server itself uses. */
import { useCallback } from 'react'
import { useWords } from './use-words.ts'

type Facts = Readonly<Record<string, unknown>>

/** '' for no reason; a code without a sentence is still shown, so that nothing is hidden. */
export function useReason(): (code: string, facts: Facts) => string {
  const { first, t } = useWords()
  return useCallback(
    (code, facts) => {
      if (code === '') return ''
      const sentence = first([`reason.${code}`, `trouble.${code}`, `problem.${code}`, code], facts)
      return sentence || t('reason-ui.unknown', { code })
    },
    [first, t],
  )
}
