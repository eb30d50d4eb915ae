/** Which document a record repeats, since when, by which rules, what the base said there, and why not something newer. */
import { Stack, Text } from '@mantine/core'
import type { Why } from '../../../bridge/http/contract.ts'
import { useAsk } from '../ask.ts'
import { OfRun } from './of-run.tsx'
import { Answered } from './states.tsx'
import { useWords } from './use-words.ts'
import { WhyFields } from './why-fields.tsx'
import { HoldUps } from './why-hold-ups.tsx'
import { WhyParts } from './why-parts.tsx'

/** As much of a fingerprint as tells two of them apart. */
const SHOWN_OF_VERSION = 8

export type RecordsOfBase = 'invoices' | 'payments' | 'counterparties' | 'contracts' | 'organisations' | 'products'

export function WhyRecord({ what, id }: { what: RecordsOfBase; id: string }) {
  const asked = useAsk(`GET /api/${what}/:id/why`, { params: { id } })
  return (
    <Answered query={asked} rows={3}>
      {(why) => (
        <Stack gap={6}>
          <Chain why={why} />
          <HoldUps holdUps={why.holdUps} />
          {why.parts.length > 0 && (
            <WhyParts title={what === 'payments' ? 'why.lies-on' : 'why.paid-by'} parts={why.parts} />
          )}
          {why.fields.length > 0 && <WhyFields fields={why.fields} />}
        </Stack>
      )}
    </Answered>
  )
}

function Chain({ why: { base, document, readAt, run, askedBy, mapping } }: { why: Why }) {
  const { t, exact } = useWords()
  if (document === null) return <Text fz="sm">{t(base === '' ? 'why.not-in-base' : 'why.not-in-journal')}</Text>
  return (
    <dl className="facts">
      <dt>{t('why.document')}</dt>
      <dd style={{ overflowWrap: 'anywhere' }}>
        {t('why.of-base', { noun: t(`noun.${document.noun}`), base })}
        <Text fz="xs" c="dimmed">
          {document.kind}
          <br />
          {document.key}
        </Text>
      </dd>
      <dt>{t('why.version')}</dt>
      <dd className="figures">{document.version || '—'}</dd>
      <dt>{t('why.read')}</dt>
      <dd>
        {readAt && exact(readAt)}
        <Text fz="xs" c="dimmed">
          {run ? <OfRun run={run} /> : t('why.answer', { who: askedBy || t('role.robot') })}
          {run && <br />}
          {run && t('why.author-unknown')}
        </Text>
      </dd>
      {mapping && <dt>{t('why.rules')}</dt>}
      {mapping && (
        <dd>
          {mapping.file}
          <Text fz="xs" c="dimmed">
            {t('base.version', { version: mapping.version.slice(0, SHOWN_OF_VERSION) })}
          </Text>
        </dd>
      )}
    </dl>
  )
}
