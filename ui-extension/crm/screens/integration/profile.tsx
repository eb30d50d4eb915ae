/** How a base is connected, what was checked, and its dialect as probed. */
import { Stack, Text } from '@mantine/core'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { flat } from '../../lib/facts.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'
import { Checks } from './checks.tsx'

export function Profile({ base }: { base: BasePage }) {
  return (
    <Stack gap="md">
      <Facts base={base} />
      <Checks checks={base.checks} />
      <Dialect base={base} />
    </Stack>
  )
}

function Facts({ base }: { base: BasePage }) {
  const { t } = useWords()
  return (
    <Panel title={t('base.facts')}>
      <dl className="facts">
        {(['configuration', 'connector', 'mapping', 'timeZone'] as const).map((fact) => (
          <div key={fact} style={{ display: 'contents' }}>
            <dt>{t(`base.${fact}`)}</dt>
            <dd>{base[fact]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

/** 2026-11-28T12:00:00.000Z */
function isMoment(answer: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(answer)
}

function Dialect({ base }: { base: BasePage }) {
  const { t, first } = useWords()
  const rows = flat(base.profile)
  return (
    <Panel
      title={t('base.profile')}
      aside={
        base.profiledAt && (
          <Text fz="xs" c="dimmed">
            <When at={base.profiledAt} />
          </Text>
        )
      }
    >
      {rows.length === 0 && <Text c="dimmed">{t('base.no-profile')}</Text>}
      <table className="plain-table">
        <tbody>
          {rows.map(([setting, answer]) => (
            <tr key={setting}>
              <th scope="row" style={{ whiteSpace: 'normal' }}>
                {first([`dialect.${setting}`]) || setting}
              </th>
              <td style={{ overflowWrap: 'anywhere' }}>
                {first([`dialect.${setting}.${answer}`]) || (isMoment(answer) ? <When at={answer} /> : answer)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
