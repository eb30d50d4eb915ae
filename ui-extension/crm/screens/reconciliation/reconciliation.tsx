/** Certificates that accounting and the CRM say the same, newest first, and the button that compares now. */
import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CertificateLine, CertificateList } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { CompareButtons } from './compare-buttons.tsx'
import { Outcome, Says, SignedBy } from './outcome.tsx'

export function ReconciliationScreen() {
  const { t } = useWords()
  const list = useAsk('GET /api/certificates', { query: { limit: SHOWN } })
  return (
    <Page
      title={t('nav.reconciliation')}
      deeds={list.data && <CompareButtons bases={list.data.bases} may={list.data.may} />}
    >
      <Answered query={list}>{(answer) => <Certificates list={answer} />}</Answered>
    </Page>
  )
}

/** Half a year of mornings. */
const SHOWN = 200

function Certificates({ list: { items, bases } }: { list: CertificateList }) {
  const { t } = useWords()
  if (items.length === 0) return <Empty title={t('reconciliation.none')} hint={t('reconciliation.none-hint')} />
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {items.map((certificate) => (
        <li key={certificate.id}>
          <Line certificate={certificate} named={bases.length > 1} />
        </li>
      ))}
    </Stack>
  )
}

function Line({ certificate, named }: { certificate: CertificateLine; named: boolean }) {
  const { exact } = useWords()
  const { id, baseName, finishedAt, askedAt } = certificate
  return (
    <article className="panel" aria-label={exact(finishedAt ?? askedAt)}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Link to="/reconciliation/$certificateId" params={{ certificateId: id }}>
            <Text span fw={600} className="figures">
              {exact(finishedAt ?? askedAt)}
            </Text>
          </Link>
          {named && <Text span c="dimmed">{` · ${baseName}`}</Text>}
          <Says certificate={certificate} />
          <SignedBy certificate={certificate} />
        </div>
        <Outcome certificate={certificate} />
      </Group>
    </article>
  )
}
