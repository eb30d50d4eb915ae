/** Who changed what at the moment that is shown, or right before it, and why. */
import { Text } from '@mantine/core'
import type { Moment, Moments } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'

export function WhatHappened({ moments, at }: { moments: Moments; at: string }) {
  const { t, precise } = useWords()
  const reached = moments.items.find((moment) => moment.at <= at)?.at
  const happened = moments.items.filter((moment) => moment.at === reached)
  if (reached === undefined) return null
  return (
    <Panel title={t('past.happened', { at: precise(reached) })}>
      <ul className="rows">
        {happened.map((moment) => (
          <li key={`${moment.noun} ${moment.id} ${moment.deed} ${moment.side}`}>
            <Happened moment={moment} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** As much of a fingerprint as tells two of them apart. */
const SHOWN_OF_VERSION = 8

function Happened({ moment }: { moment: Moment }) {
  const { t, exact } = useWords()
  const { noun, title, deed, who, fields, run, mapping, reason } = moment
  const because = useReason()(reason, {})
  const why = [
    run && t('why.run', { at: exact(run.startedAt) }),
    mapping && t('past.rules', { version: mapping.slice(0, SHOWN_OF_VERSION) }),
    OF_BASE.has(deed) && t('why.author-unknown'),
  ].filter(Boolean)
  return (
    <>
      <Text fz="sm">
        {t(`deed.${deed}`, { who })} · {t(`past.noun.${noun}`)} {title}
      </Text>
      {fields.length > 0 && (
        <Text fz="sm">{t('past.changed', { fields: fields.map((one) => t(`why-field.${one}`)).join(', ') })}</Text>
      )}
      {because !== '' && <Text fz="sm">{because}</Text>}
      {why.length > 0 && (
        <Text fz="xs" c="dimmed">
          {why.join(' · ')}
        </Text>
      )}
    </>
  )
}

/** Whoever did it sits in the base. */
const OF_BASE = new Set(['told', 'settled', 'deleted', 'not-taken'])
