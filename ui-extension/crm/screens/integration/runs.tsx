/** The last rounds of exchange: seen = applied + skipped + conflict + pending, per kind. */
import { Group, Text } from '@mantine/core'
import type { Run } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

const COUNTS = ['seen', 'applied', 'skipped', 'conflict', 'pending'] as const
const TONES = { asked: 'wait', running: 'wait', done: 'good', failed: 'bad' } as const

export function Runs({ runs }: { runs: Run[] }) {
  const { t } = useWords()
  return (
    <Panel title={t('runs.title')}>
      {runs.length === 0 && <Text c="dimmed">{t('runs.none')}</Text>}
      <ul className="rows">
        {runs.map((run) => (
          <li key={run.id}>
            <RunLine run={run} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function RunLine({ run }: { run: Run }) {
  const { t } = useWords()
  const reason = useReason()(run.reason, {})
  const kinds = Object.entries(run.counts)
  return (
    <>
      <Group gap="xs">
        <Chip tone={TONES[run.outcome]}>{t(`runs.${run.outcome}`)}</Chip>
        <Text fz="sm">
          <When at={run.startedAt} /> · {t('runs.requests', { count: run.requests })}
        </Text>
      </Group>
      {reason && <Text fz="sm">{reason}</Text>}
      {kinds.length === 0 ? (
        <Text fz="xs" c="dimmed">
          {t('runs.nothing')}
        </Text>
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('runs.counts')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('runs.kind')}</th>
                {COUNTS.map((count) => (
                  <th key={count} scope="col" className="right">
                    {t(`runs.${count}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {kinds.map(([kind, counts]) => (
                <tr key={kind}>
                  <td>{t(`noun.${kind}`)}</td>
                  {COUNTS.map((count) => (
                    <td key={count} className="right figures">
                      {counts[count]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
