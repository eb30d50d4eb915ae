/** The documents that the money of a client or deal is made of. */
import { Stack, Text } from '@mantine/core'
import { useAsk } from '../ask.ts'
import { Answered } from './states.tsx'
import { useWords } from './use-words.ts'
import { WhyParts } from './why-parts.tsx'

export function WhySums({ what, id }: { what: 'clients' | 'deals'; id: string }) {
  const { t, exact } = useWords()
  const asked = useAsk(`GET /api/${what}/:id/why`, { params: { id } })
  return (
    <Answered query={asked} rows={3}>
      {({ invoices, advances, count, base, asOf }) => (
        <Stack gap={6}>
          <Text fz="sm">{count === 0 ? t('why.no-documents') : t('why.made-of', { count })}</Text>
          {asOf && (
            <Text fz="sm" c="dimmed">
              {t('why.oldest', { base, at: exact(asOf) })}
            </Text>
          )}
          {invoices.length > 0 && <WhyParts title="why.invoices" parts={invoices} />}
          {advances.length > 0 && <WhyParts title="why.advances" parts={advances} />}
          {count > invoices.length + advances.length && (
            <Text fz="sm" c="dimmed">
              {t('why.latest-shown')}
            </Text>
          )}
        </Stack>
      )}
    </Answered>
  )
}
