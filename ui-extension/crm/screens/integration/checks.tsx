/** What was looked at when the base was connected; each line says what was found. */
import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelp } from '@tabler/icons-react'
import type { CheckLine } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { factText } from '../../lib/facts.ts'

const LOOKS = {
  good: { Icon: IconCircleCheck, colour: 'var(--z-good-fg)' },
  warning: { Icon: IconAlertTriangle, colour: 'var(--z-warn-fg)' },
  bad: { Icon: IconCircleX, colour: 'var(--z-bad-fg)' },
  unknown: { Icon: IconHelp, colour: 'var(--z-calm-fg)' },
}

export function Checks({ checks }: { checks: CheckLine[] }) {
  const { t, first } = useWords()
  return (
    <Panel title={t('base.checks')}>
      {checks.length === 0 && <Text c="dimmed">{t('base.no-checks')}</Text>}
      <ul className="rows">
        {checks.map((check) => {
          const { Icon, colour } = LOOKS[check.status]
          const keys = [`check.${check.code}.${check.status}`, `check.${check.code}`]
          return (
            <li key={`${check.code} ${JSON.stringify(check.facts)}`}>
              <Group gap={8} wrap="nowrap" align="flex-start">
                <Icon
                  size={18}
                  color={colour}
                  style={{ flex: 'none' }}
                  role="img"
                  aria-label={t(`check.status.${check.status}`)}
                />
                <div style={{ minWidth: 0 }}>
                  <Text fz="sm">{first(keys, check.facts) || check.code}</Text>
                  <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {factText(check.facts)}
                  </Text>
                </div>
              </Group>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
