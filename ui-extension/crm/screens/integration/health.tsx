/** How the connection to a base is, why, and what waits for it. */
import { Group, Text } from '@mantine/core'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { HealthLine } from '../../parts/health-line.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'

export function Health({ base }: { base: BasePage }) {
  const { t } = useWords()
  const reason = useReason()(base.health.reason, {})
  return (
    <section className="panel" aria-label={t('base.health')} aria-live="polite">
      <Group justify="space-between" gap="xs">
        <HealthLine base={base} />
        <Text c="dimmed" fz="sm">
          {t('bases.queued', { count: base.queued })} · {t('bases.troubles', { count: base.openTroubles })}
        </Text>
      </Group>
      {reason && <Text mt="xs">{reason}</Text>}
    </section>
  )
}
