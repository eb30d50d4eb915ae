/** All runs, newest first: when, of which base, of which sort, whose, by which rules, and what came of them. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RunLine } from '../../../../bridge/http/contract.ts'
import { useList } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Failed } from '../../parts/problem.tsx'
import { Empty, Loading } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'
import { Figures, Outcome, Rules, Whose } from './about-run.tsx'

export function RunsScreen() {
  const { t } = useWords()
  return (
    <Page title={t('nav.runs')}>
      <Text c="dimmed">{t('journal.hint')}</Text>
      <Runs />
    </Page>
  )
}

/** Rows drawn in grey while the first page loads. */
const WAITING_ROWS = 6

function Runs() {
  const { t } = useWords()
  const list = useList('GET /api/runs', {})
  if (list.isError) return <Failed problem={list.error} again={() => void list.refetch()} />
  if (list.data === undefined) return <Loading rows={WAITING_ROWS} />
  const items = list.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Empty title={t('runs.none')} hint={t('journal.none-hint')} />
  return (
    <Stack gap="sm">
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((run) => (
          <li key={run.id}>
            <Line run={run} />
          </li>
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('journal.more')}
        </Button>
      )}
    </Stack>
  )
}

function Line({ run }: { run: RunLine }) {
  const { t } = useWords()
  const { id, number, kind, baseName, startedAt } = run
  return (
    <article className="panel" aria-label={t('journal.run', { number })}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Link to="/runs/$runId" params={{ runId: id }}>
              <Text fw={600} span>
                {t('journal.run', { number })}
              </Text>
            </Link>
            <Text span>{t(`journal.kind.${kind}`)}</Text>
            <Outcome run={run} />
          </Group>
          <Text fz="sm" c="dimmed">
            <When at={startedAt} /> · {baseName} · <Whose run={run} />
          </Text>
          <Rules mappings={run.mappings} />
        </div>
        <Figures run={run} />
      </Group>
    </article>
  )
}
