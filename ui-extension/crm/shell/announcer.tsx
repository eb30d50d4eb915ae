/** Tells people who do not see the screen that their queue has changed. */
import { useWords } from '../parts/use-words.ts'

export function Announcer({ queued }: { queued: number | undefined }) {
  const { t } = useWords()
  return (
    <div className="unseen" role="status" aria-live="polite">
      {queued === undefined ? '' : t('shell.queued', { count: queued })}
    </div>
  )
}
