/** One run: what came of it, its lines with what was said, and taking it back. */
import { Group, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { RunPage } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Figures, Outcome, Rules, Whose } from './about-run.tsx'
import { Lines } from './lines.tsx'
import { RollBack } from './roll-back.tsx'

const route = getRouteApi('/runs/$runId')

export function RunScreen() {
  const { runId } = route.useParams()
  const narrowed = route.useSearch()
  const page = useAsk(
    'GET /api/runs/:id',
    { params: { id: runId }, query: { ...narrowed, limit: SHOWN } },
    { keep: true },
  )
  return (
    <Answered query={page} top>
      {(run) => <Shown run={run} />}
    </Answered>
  )
}

/** Lines that are shown; a search finds the others. */
const SHOWN = 100

function Shown({ run }: { run: RunPage }) {
  const { t, exact } = useWords()
  const { number, kind, startedAt, baseName, rolledBackBy } = run
  return (
    <Page
      title={t('journal.run', { number })}
      before={<Link to="/runs">{t('nav.runs')}</Link>}
      beside={<Outcome run={run} />}
      deeds={<RollBack run={run} />}
    >
      <section className="panel" aria-label={t('journal.summary')} aria-live="polite">
        <Stack gap={4}>
          <Group justify="space-between" gap="xs">
            <Text>
              {t(`journal.kind.${kind}`)} · {baseName} · {exact(startedAt)}
            </Text>
            <Figures run={run} />
          </Group>
          <Text fz="sm" c="dimmed">
            <Whose run={run} />
          </Text>
          {rolledBackBy.map((other) => (
            <Text key={other.id} fz="sm">
              <Link to="/runs/$runId" params={{ runId: other.id }}>
                {t('journal.rolled-back-by', { number: other.number })}
              </Link>
            </Text>
          ))}
          <Rules mappings={run.mappings} />
        </Stack>
      </section>
      <Lines run={run} />
    </Page>
  )
}
