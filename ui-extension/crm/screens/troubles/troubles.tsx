/** What a person must decide, in one place: fields that both sides have changed, and everything else that waits for an answer. */
import { Stack, Text } from '@mantine/core'
import type { Conflicts, Trouble } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useTriage } from '../../parts/use-triage.ts'
import { useWords } from '../../parts/use-words.ts'
import { ByRule, ConflictList, patternsOf } from './conflicts.tsx'
import { useToDecide } from './to-decide.ts'
import { alike, TroubleList } from './trouble-list.tsx'
import { useInbox } from './use-inbox.ts'

export function TroublesScreen() {
  const { t } = useWords()
  const troubles = useAsk('GET /api/troubles', { query: { state: 'open' } })
  const conflicts = useAsk('GET /api/conflicts', {})
  return (
    <Page title={t('nav.troubles')}>
      <Answered query={troubles}>
        {({ items }) => (
          <Answered query={conflicts}>{(found) => <Inbox troubles={items} conflicts={found} />}</Answered>
        )}
      </Answered>
    </Page>
  )
}

function Inbox({ troubles, conflicts }: { troubles: Trouble[]; conflicts: Conflicts }) {
  const { t } = useWords()
  const inbox = useInbox()
  const patterns = patternsOf(conflicts.items)
  const sorts = alike(troubles)
  const toDecide = useToDecide(inbox, patterns, sorts.flat())
  const { inHand, place } = useTriage(toDecide)
  if (toDecide.length === 0 && conflicts.resolved.length === 0)
    return <Empty title={t('troubles.none')} hint={t('troubles.none-hint')} />
  return (
    <Stack gap="md">
      {toDecide.length === 0 ? (
        <Text c="dimmed">{t('troubles.none')}</Text>
      ) : (
        <Text fz="xs" c="dimmed">
          {t('triage.hint')}
        </Text>
      )}
      {patterns.length > 0 && (
        <Stack gap="sm" component="section" aria-label={t('conflict.list')}>
          <Text component="h2" fw={600} m={0}>
            {t('conflict.list')}
          </Text>
          <ConflictList patterns={patterns} inbox={inbox} inHand={inHand} place={place} />
        </Stack>
      )}
      <TroubleList sorts={sorts} inHand={inHand} place={place} />
      <ByRule resolved={conflicts.resolved} />
    </Stack>
  )
}
