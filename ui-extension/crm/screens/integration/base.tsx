/** One accounting base for the integrator: health, checks, the dialect as probed, mappings, the last rounds. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { HealthLine } from '../../parts/health-line.tsx'
import { Page } from '../../parts/page.tsx'
import { useReason } from '../../parts/reason.tsx'
import { Answered, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Checks } from './checks.tsx'
import { Mappings } from './mappings.tsx'
import { Profile } from './profile.tsx'
import { Runs } from './runs.tsx'

const route = getRouteApi('/integration/$baseId')

export function BaseScreen() {
  const { baseId } = route.useParams()
  const page = useAsk('GET /api/bases/:id', { params: { id: baseId } })
  return (
    <Answered query={page} top>
      {(base) => <Base base={base} />}
    </Answered>
  )
}

function Base({ base }: { base: BasePage }) {
  const { t } = useWords()
  const reason = useReason()(base.health.reason, {})
  return (
    <Page
      title={base.name}
      before={<Link to="/integration">{t('nav.integration')}</Link>}
      deeds={<Deeds base={base} />}
    >
      <section className="panel" aria-label={t('base.health')} aria-live="polite">
        <Group justify="space-between" gap="xs">
          <HealthLine base={base} />
          <Text c="dimmed" fz="sm">
            {t('bases.queued', { count: base.queued })} · {t('bases.troubles', { count: base.openTroubles })}
          </Text>
        </Group>
        {reason && <Text mt="xs">{reason}</Text>}
      </section>
      <div className="columns">
        <Stack gap="md">
          <Mappings mappings={base.mappings} />
          <Runs runs={base.runs} />
        </Stack>
        <Stack gap="md">
          <Facts base={base} />
          <Checks checks={base.checks} />
          <Profile base={base} />
        </Stack>
      </div>
    </Page>
  )
}

function Deeds({ base }: { base: BasePage }) {
  const { t } = useWords()
  const sync = useTell('POST /api/bases/:id/sync')
  const resume = useTell('POST /api/bases/:id/resume')
  if (!base.may.includes('manage-integration')) return null
  const asked = { params: { id: base.id } }
  const rests = base.health.state === 'stopped' || base.health.state === 'resting'
  return rests ? (
    <Button loading={resume.isPending} onClick={() => resume.mutate(asked)}>
      {t('base.resume')}
    </Button>
  ) : (
    <Button variant="default" loading={sync.isPending} onClick={() => sync.mutate(asked)}>
      {t('base.sync')}
    </Button>
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
