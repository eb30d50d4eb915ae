/** One certificate: what it says, each difference with its cause and what mends it, sums by month, and the signature. */
import { Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Certificate } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Differences } from './differences.tsx'
import { Months } from './months.tsx'
import { Outcome, Says, SignedBy } from './outcome.tsx'
import { Signature } from './signature.tsx'

const route = getRouteApi('/reconciliation/$certificateId')

export function CertificateScreen() {
  const { certificateId } = route.useParams()
  const page = useAsk('GET /api/certificates/:id', { params: { id: certificateId } })
  return (
    <Answered query={page} top>
      {(certificate) => <Shown certificate={certificate} />}
    </Answered>
  )
}

function Shown({ certificate }: { certificate: Certificate }) {
  const { t, exact } = useWords()
  const { finishedAt, askedAt, baseName, state } = certificate
  return (
    <Page
      title={t('certificate.title', { at: exact(finishedAt ?? askedAt) })}
      before={<Link to="/reconciliation">{t('nav.reconciliation')}</Link>}
      beside={<Outcome certificate={certificate} />}
      deeds={<Signature certificate={certificate} />}
    >
      <section className="panel" aria-label={t('certificate.summary')} aria-live="polite">
        <Stack gap={4}>
          <Says certificate={certificate} />
          <Text fz="sm" c="dimmed">
            {t('certificate.base', { base: baseName })}
            {state === 'done' && ` · ${t('certificate.compared', { count: certificate.compared })}`}
          </Text>
          <Notes certificate={certificate} />
          <SignedBy certificate={certificate} />
        </Stack>
      </section>
      {state === 'done' && <Differences certificate={certificate} />}
      {certificate.months.length > 0 && <Months months={certificate.months} />}
      {certificate.hash !== '' && (
        <details>
          <summary>{t('certificate.hash')}</summary>
          <code style={{ overflowWrap: 'anywhere' }}>{certificate.hash}</code>
        </details>
      )}
    </Page>
  )
}

/** What was left out is said, not hidden. */
function Notes({ certificate }: { certificate: Certificate }) {
  const { t } = useWords()
  const notes = (['leftOut', 'moving', 'more'] as const).filter((note) => certificate[note] > 0)
  return notes.map((note) => (
    <Text key={note} fz="sm" c="dimmed">
      {t(`certificate.note.${note}`, { count: certificate[note] })}
    </Text>
  ))
}
