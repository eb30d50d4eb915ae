/** A request to accounting in words: its state, why it waits, and when it is tried again. */
import { Text } from '@mantine/core'
import type { QueueItem } from '../../../bridge/http/contract.ts'
import { Chip, type Tone } from './chip.tsx'
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
  const waits = item.state === 'queued' || item.state === 'uncertain'
  return (
    <Text fz="sm">
      {reason || t('queue.place', { place: item.place })}
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
