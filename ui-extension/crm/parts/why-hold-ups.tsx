/** What keeps a newer edit from being seen here, and where it is decided. */
import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { HoldUp } from '../../../bridge/http/contract.ts'
import { useReason } from './reason.tsx'
import { useWords } from './use-words.ts'

export function HoldUps({ holdUps }: { holdUps: HoldUp[] }) {
  const { t } = useWords()
  if (holdUps.length === 0) return <Text fz="sm">{t('why.nothing-newer')}</Text>
  return (
    <Stack gap={4} role="group" aria-label={t('why.hold-ups')}>
      {holdUps.map((holdUp) => (
        <Line key={`${holdUp.why} ${holdUp.code} ${holdUp.at}`} holdUp={holdUp} />
      ))}
    </Stack>
  )
}

function Line({ holdUp: { why, code, facts, at, place } }: { holdUp: HoldUp }) {
  const { t, exact } = useWords()
  const reason = useReason()(code, facts)
  const field = typeof facts['field'] === 'string' ? t(`why-field.${facts['field']}`) : ''
  return (
    <div className="quoted" style={{ color: 'inherit', borderLeftColor: 'var(--z-warn-fg)' }}>
      <Text fz="sm">{t(`why.hold-up.${why}`, { ...facts, field, at: at ? exact(at) : '' })}</Text>
      {reason && (
        <Text fz="sm" c="dimmed">
          {reason}
        </Text>
      )}
      {place && <Link to={place}>{t(`why.see.${why}`)}</Link>}
    </div>
  )
}
