/** How much of each mapping the base can serve, and what is wrong with the rest. */
import { Group, Progress, Text } from '@mantine/core'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

type Mapping = BasePage['mappings'][number]

export function Mappings({ mappings }: { mappings: Mapping[] }) {
  const { t } = useWords()
  return (
    <Panel title={t('base.mappings')}>
      {mappings.length === 0 && <Text c="dimmed">{t('base.no-mappings')}</Text>}
      <ul className="rows">
        {mappings.map((mapping) => (
          <li key={mapping.noun}>
            <MappingLine mapping={mapping} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function MappingLine({ mapping }: { mapping: Mapping }) {
  const { t, first } = useWords()
  const { noun, rules, findings, version } = mapping
  const broken = new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).size
  const covered = Math.max(0, rules - broken)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text fw={500}>
          {t(`noun.${noun}`)}{' '}
          <Text span c="dimmed" fz="xs">
            {version}
          </Text>
        </Text>
        <Text fz="sm" className="figures">
          {t('base.covered', { covered, rules })}
        </Text>
      </Group>
      <Progress
        value={rules === 0 ? 0 : (covered * 100) / rules}
        color={broken > 0 ? 'red' : 'petrol'}
        size="sm"
        my={6}
        aria-label={t('base.covered', { covered, rules })}
      />
      {findings.map((finding) => (
        <Group key={`${finding.rule} ${finding.code}`} gap="xs" mt={4}>
          <Chip tone={finding.severity === 'error' ? 'bad' : 'warn'}>{finding.rule}</Chip>
          <Text fz="sm">{first([`finding.${finding.code}`], finding.facts) || finding.code}</Text>
        </Group>
      ))}
    </>
  )
}
