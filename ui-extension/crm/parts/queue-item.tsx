/** A request to accounting in words: its state, why it waits, and when it is tried again. */
import { Text } from '@mantine/core'
import type { BaseLine, QueueItem } from '../../../bridge/http/contract.ts'
import { useAsk } from '../ask.ts'
import { Chip, type Tone } from './chip.tsx'
import { HealthLine } from './health-line.tsx'
import { useReason } from './reason.tsx'
import { useWords } from './use-words.ts'
import { Countdown } from './when.tsx'

export function QueueState({ item }: { item: QueueItem }) {
  const { t } = useWords()
  const tone: Tone = item.state === 'refused' ? 'bad' : 'wait'
  return <Chip tone={tone}>{t(`intent-state.${item.state}`)}</Chip>
}

/** The reason, the place in the queue, and when it is tried again. */
export function WhyWaits({ item }: { item: QueueItem }) {
  const { t } = useWords()
  const reason = useReason()(item.reason, item.facts)
  const base = useAwayBase(item.baseName)
  const waits = item.state === 'queued' || item.state === 'uncertain'
  const place = item.state === 'queued' ? t('queue.place', { place: item.place }) : ''
  if (base && item.state === 'queued')
    return (
      <Text fz="sm" component="div">
        {reason} {place} <HealthLine base={base} />
      </Text>
    )
  return (
    <Text fz="sm">
      {reason || place || t('queue.sent')}
      {reason && place && ` ${place}`}
      {waits && reason !== '' && (
        <>
          {' '}
          {t('queue.try')} <Countdown until={item.nextTryAt} />
          {item.attempts > 0 && ` · ${t('queue.attempts', { count: item.attempts })}`}
        </>
      )}
    </Text>
  )
}

/** The base that everything waits for, when it is the base that is away. */
function useAwayBase(name: string): BaseLine | undefined {
  const queue = useAsk('GET /api/queue', { query: { whose: 'mine' } })
  return queue.data?.bases.find((base) => base.name === name && base.health.state !== 'working')
}
