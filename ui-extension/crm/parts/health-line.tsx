/** One line about a base: working and as of when, or what is wrong, since when, and when it is tried again. */
import type { BaseLine } from '../../../bridge/http/contract.ts'
import { hasNextTry, healthTone } from '../lib/health.ts'
import css from './health-line.module.css'
import { useReason } from './reason.tsx'
import { useWords } from './use-words.ts'
import { Countdown } from './when.tsx'

export function HealthLine({ base }: { base: BaseLine }) {
  const { t, stamp } = useWords()
  const { health } = base
  const at = health.state === 'working' ? (health.lastSeenAt ?? health.since) : health.since
  return (
    <span className={css.line} title={useReason()(health.reason, {})}>
      <span className={css.dot} style={{ background: `var(--z-${healthTone(health.state)}-fg)` }} aria-hidden />
      <span data-words>
        {health.until
          ? t('health.closed-until', { base: base.name, until: health.until })
          : t(`health.${health.state}`, { base: base.name, time: at ? stamp(at) : '' })}
        {hasNextTry(health) && health.nextTryAt && (
          <>
            {', '}
            {t('health.try')} <Countdown until={health.nextTryAt} />
          </>
        )}
      </span>
    </span>
  )
}
