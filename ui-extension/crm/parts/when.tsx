/** A moment in words, the exact one on hover; and a countdown that ticks by itself. */
import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { secondsUntil } from '../lib/format.ts'
import { useWords } from './use-words.ts'

/** How often "5 minutes ago" is looked at again. */
const REFRESH_MS = 30_000
const SECOND_MS = 1000

export function When({ at }: { at: string }) {
  const { relative, exact } = useWords()
  useNow(REFRESH_MS)
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={at}>{relative(at)}</time>
    </Tooltip>
  )
}

/** "in 30 s", "now" when the moment has come. */
export function Countdown({ until }: { until: string }) {
  const { t } = useWords()
  const seconds = secondsUntil(until, useNow(SECOND_MS))
  return <span className="figures">{seconds === 0 ? t('when.now') : t('when.in', { span: span(seconds, t) })}</span>
}

function span(seconds: number, t: (key: string, facts: Record<string, unknown>) => string): string {
  if (seconds < 100) return t('when.seconds', { n: seconds })
  return t('when.minutes', { n: Math.ceil(seconds / 60) })
}

export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
