/** Money as steps from left to right; every figure is the base's own, with its source and age beside it. */
import type { Source } from '../../../bridge/http/contract.ts'
import css from './money-strip.module.css'
import { SourceBadge } from './source-badge.tsx'
import { useWords } from './use-words.ts'
import type { WhyOf } from './why.tsx'

export interface Step {
  word: string
  minor: number
  strong?: boolean
}

interface Props {
  steps: Step[]
  source: Source
  label: string
  /** Whose money it is. */
  of: WhyOf
}

export function MoneyStrip({ steps, source, label, of }: Props) {
  const { t, money } = useWords()
  return (
    <section className={css.strip} aria-label={label}>
      <dl className={css.steps}>
        {steps.map(({ word, minor, strong }) => (
          <div key={word} className={css.step}>
            <dt>{t(word)}</dt>
            <dd className={`figures ${strong ? css.strong : ''}`}>{money(minor)}</dd>
          </div>
        ))}
      </dl>
      <SourceBadge source={source} of={of} />
    </section>
  )
}
