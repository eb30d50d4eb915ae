/** The round that brought something, with the moment at which it began. */
import { Link } from '@tanstack/react-router'
import type { Why } from '../../../bridge/http/contract.ts'
import { useMay } from './me.ts'
import { useWords } from './use-words.ts'

/** Leads to the journal for those who may see it. */
export function OfRun({ run: { id, startedAt } }: { run: NonNullable<Why['run']> }) {
  const { t, exact } = useWords()
  const said = t('why.run', { at: exact(startedAt) })
  return useMay()('see-journal') ? (
    <Link to="/runs/$runId" params={{ runId: id }} style={{ textDecoration: 'underline' }}>
      {said}
    </Link>
  ) : (
    said
  )
}
