/** The journal lines of a run: found by record, narrowed by what came of them, each with its words. */
import { Group, Select, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { JournalLine, RunPage } from '../../../../bridge/http/contract.ts'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { OUTCOMES, type Outcome } from './route.ts'

const route = getRouteApi('/runs/$runId')

export function Lines({ run: { lines, next } }: { run: RunPage }) {
  const { t } = useWords()
  return (
    <Panel title={t('journal.lines')}>
      <Narrow />
      {lines.length === 0 && <Empty title={t('journal.no-lines')} hint={t('journal.no-lines-hint')} />}
      <ul className="rows">
        {lines.map((line) => (
          <li key={line.id}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {next !== null && <Text c="dimmed">{t('journal.more-lines', { count: lines.length })}</Text>}
    </Panel>
  )
}

function Narrow() {
  const { t } = useWords()
  const { search = '', outcome } = route.useSearch()
  const navigate = route.useNavigate()
  const go = (next: { search: string; outcome: Outcome | undefined }) =>
    void navigate({
      search: { ...(next.search && { search: next.search }), ...(next.outcome && { outcome: next.outcome }) },
      replace: true,
    })
  return (
    <Group gap="sm" mb="sm">
      <SearchField label={t('journal.search')} value={search} onChange={(typed) => go({ search: typed, outcome })} />
      <Select
        aria-label={t('journal.outcome')}
        placeholder={t('journal.any-outcome')}
        clearable
        value={outcome ?? null}
        onChange={(value) => go({ search, outcome: OUTCOMES.find((one) => one === value) })}
        data={OUTCOMES.map((value) => ({ value, label: t(`line.${value}`) }))}
      />
    </Group>
  )
}

const TONES: Record<string, Tone> = {
  applied: 'good',
  reversed: 'good',
  skipped: 'calm',
  kept: 'calm',
  conflict: 'bad',
  failed: 'bad',
}

function Line({ line }: { line: JournalLine }) {
  const { t } = useWords()
  const { noun, key, label, outcome, reason, version } = line
  const why = useReason()(reason, {})
  const name = label || key
  return (
    <article aria-label={`${t(`noun.${noun}`)} ${name}`}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Text style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Text c="dimmed" span>
            {t(`noun.${noun}`)}
          </Text>{' '}
          {name}
        </Text>
        <Chip tone={TONES[outcome] ?? 'calm'}>{t(`line.${outcome}`)}</Chip>
      </Group>
      {why && <Text fz="sm">{why}</Text>}
      <details>
        <summary>
          <Text fz="xs" c="dimmed" span>
            {t('journal.said')}
          </Text>
        </summary>
        <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {key} · {t('why.version')} {version || '—'}
        </Text>
        <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.75rem', margin: 0 }}>
          {line.said}
        </pre>
      </details>
    </article>
  )
}
