/** One accounting base for the integrator: health, checks, the dialect as probed, mappings, the last rounds. */
import { Stack } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Deeds } from './deeds.tsx'
import { Health } from './health.tsx'
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
  return (
    <Page
      title={base.name}
      before={<Link to="/integration">{t('nav.integration')}</Link>}
      deeds={<Deeds base={base} />}
    >
      <Health base={base} />
      <div className="columns">
        <Stack gap="md">
          <Mappings mappings={base.mappings} />
          <Runs runs={base.runs} />
        </Stack>
        <Profile base={base} />
      </div>
    </Page>
  )
}
