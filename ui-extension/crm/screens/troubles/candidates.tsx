/** Which card of accounting is the counterparty meant? Side by side, with what is written on each; others may be the same firm. */
import { Button, Checkbox, Group, Radio, Text } from '@mantine/core'
import { useState } from 'react'
import type { Trouble } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'
import css from './conflicts.module.css'

type Candidate = Trouble['candidates'][number]

/** Id of the first choice: the key 1 leads there. */
export const choiceOf = (troubleId: string) => `choice-${troubleId}`

export function Candidates({ trouble }: { trouble: Trouble }) {
  const { t } = useWords()
  const { id, candidates, answers } = trouble
  const [pick = '', own = ''] = answers
  const [choice, setChoice] = useState(candidates[0]?.id ?? '')
  const [same, setSame] = useState<string[]>([])
  const tell = useTell('POST /api/troubles/:id/answer')
  const aliases = same.filter((one) => one !== choice)
  return (
    <>
      <Text fz="sm">{t('candidates.count', { count: candidates.length })}</Text>
      <div className={css.columns} role="radiogroup" aria-label={t('candidates.title')}>
        {candidates.map((candidate, at) => (
          <div key={candidate.id} className={css.column} data-recommended={candidate.id === choice}>
            <Radio
              {...(at === 0 && { id: choiceOf(id) })}
              name={id}
              label={candidate.name}
              checked={candidate.id === choice}
              onChange={() => setChoice(candidate.id)}
            />
            <Facts candidate={candidate} />
            <Checkbox
              mt={6}
              size="xs"
              label={t('candidates.same')}
              disabled={candidate.id === choice}
              checked={aliases.includes(candidate.id)}
              onChange={({ currentTarget: { checked } }) =>
                setSame(checked ? [...same, candidate.id] : same.filter((one) => one !== candidate.id))
              }
            />
          </div>
        ))}
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          loading={tell.isPending}
          disabled={choice === ''}
          onClick={() => tell.mutate({ params: { id }, body: { answer: pick, choice, aliases } })}
        >
          {t(`answer.${pick}`)}
        </Button>
        <Button size="xs" variant="default" onClick={() => tell.mutate({ params: { id }, body: { answer: own } })}>
          {t(`answer.${own}`)}
        </Button>
      </Group>
    </>
  )
}

function Facts({ candidate }: { candidate: Candidate }) {
  const { t } = useWords()
  const { taxNumber, reasonCode, phone, address, invoices, payments, contracts } = candidate
  return (
    <>
      <Text fz="xs" c="dimmed" className="figures">
        {t('counterparty.tax', { tax: taxNumber })} · {t('counterparty.reason', { code: reasonCode || '—' })}
      </Text>
      <Text fz="xs" c="dimmed">
        {[phone, address].filter(Boolean).join(' · ')}
      </Text>
      <Text fz="sm">{t('candidates.documents', { invoices, payments, contracts })}</Text>
    </>
  )
}
