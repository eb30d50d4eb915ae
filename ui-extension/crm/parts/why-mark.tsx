/** A small mark beside a name that a record of the base gave: it opens the way back to that record. */
import { IconInfoCircle } from '@tabler/icons-react'
import css from './source-badge.module.css'
import { useWords } from './use-words.ts'
import type { RecordsOfBase } from './why-record.tsx'
import { WhyButton } from './why.tsx'

export function WhyMark({ what, id, name }: { what: RecordsOfBase; id: string; name: string }) {
  const { t } = useWords()
  const hint = t('why.of', { name })
  return (
    <WhyButton
      of={{ what, id }}
      hint={hint}
      look={{ className: css.mark ?? '', 'data-shape': 'mark', 'aria-label': hint }}
    >
      <IconInfoCircle size={15} aria-hidden />
    </WhyButton>
  )
}
