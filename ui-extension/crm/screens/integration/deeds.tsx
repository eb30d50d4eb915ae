/** What an integrator may do with a base: wake it for a round, or let a stopped one try again. */
import { Button } from '@mantine/core'
import type { BasePage } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'

export function Deeds({ base }: { base: BasePage }) {
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
