/** The dialect of the base as probed: setting and answer. */
import { Text } from '@mantine/core'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { flat } from '../../lib/facts.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

export function Profile({ base }: { base: BasePage }) {
  const { t } = useWords()
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
                {setting}
              </th>
              <td style={{ overflowWrap: 'anywhere' }}>{answer}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
