/** What happened to the deal, newest first: people's deeds and what accounting reported. */
import { Text } from '@mantine/core'
import type { DealEvent } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

export function History({ events }: { events: DealEvent[] }) {
  const { t, first } = useWords()
  return (
    <Panel title={t('history.title')}>
      {events.length === 0 && <Text c="dimmed">{t('history.none')}</Text>}
      <ul className="rows">
        {events.map((event) => (
          <li key={`${event.at} ${event.code}`}>
            <Text fz="sm">{sentence(first([`event.${event.code}`, event.code], event.facts)) || event.code}</Text>
            <Text fz="xs" c="dimmed">
              {event.who} · <When at={event.at} />
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** A sentence whose last fact is blank ends before its colon. */
function sentence(text: string): string {
  return text.replace(/[:\s]+$/, '')
}
