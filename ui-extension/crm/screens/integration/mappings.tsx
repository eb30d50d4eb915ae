/** How much of each mapping the base can serve, and what is wrong with the rest. */
import { Group, Progress, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

type Mapping = BasePage['mappings'][number]
type Finding = Mapping['findings'][number]

/** As much of the fingerprint of a mapping as tells two of them apart. */
const SHOWN_OF_VERSION = 8

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
  const broken = brokenRules(mapping)
  const covered = Math.max(0, rules - broken)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text fw={500}>
          {t(`noun.${noun}`)}{' '}
          <Text span c="dimmed" fz="xs">
            {t('base.version', { version: version.slice(0, SHOWN_OF_VERSION) })}
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
      {oncePerSentence(findings).map((finding) => {
        const Icon = finding.severity === 'error' ? IconCircleX : IconAlertTriangle
        const tone = finding.severity === 'error' ? 'bad' : 'warning'
        return (
          <Group key={sentenceKey(finding)} gap="xs" mt={4} wrap="nowrap" align="flex-start">
            <Icon
              size={18}
              color={`var(--z-${tone === 'bad' ? 'bad' : 'warn'}-fg)`}
              style={{ flex: 'none' }}
              role="img"
              aria-label={t(`check.status.${tone}`)}
            />
            <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {first([`finding.${finding.code}`], finding.facts) || finding.code}
              {finding.rule && ` · ${finding.rule}`}
            </Text>
          </Group>
        )
      })}
    </>
  )
}

/** Of an object that the base does not publish nothing can be served, whatever the number of its rules. */
function brokenRules({ rules, findings }: Mapping): number {
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.some(({ code }) => code === 'kind-absent')) return rules
  return new Set(errors.map(({ rule }) => rule)).size
}

/** Several values may be looked up in one absent catalogue: that is one thing to mend. */
function oncePerSentence(findings: Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [sentenceKey(finding), finding])).values()]
}

function sentenceKey({ rule, code, facts }: Finding): string {
  return `${rule} ${code} ${JSON.stringify([facts['kind'], facts['field']])}`
}
