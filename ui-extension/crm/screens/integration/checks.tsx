/** What was looked at when the base was connected; each line says in words what was found, the facts as probed are folded below. */
import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelp } from '@tabler/icons-react'
import type { CheckLine } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { factText, shownFacts, variants } from '../../lib/facts.ts'

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
                  <Text fz="sm">{first([`check.${check.code}`]) || check.code}</Text>
                  <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {first(variants(check), shownFacts(check.facts)) || factText(check.facts)}
                  </Text>
                </div>
              </Group>
            </li>
          )
        })}
      </ul>
      {checks.length > 0 && <Technical checks={checks} />}
    </Panel>
  )
}

function Technical({ checks }: { checks: CheckLine[] }) {
  const { t } = useWords()
  const lines = checks.map(({ code, status, facts }) => `${code} (${status}) ${factText(facts)}`)
  return (
    <details style={{ marginTop: 10 }}>
      <summary>{t('failed.details')}</summary>
      <div className="quoted" style={{ whiteSpace: 'pre-line' }}>
        <code>{lines.join('\n')}</code>
      </div>
    </details>
  )
}
