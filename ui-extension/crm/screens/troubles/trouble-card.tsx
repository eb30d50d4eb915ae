/** One trouble: what happened, what to do, and the buttons that do it. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Trouble } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { ChangeTable } from '../../parts/change-table.tsx'
import { useMay } from '../../parts/me.ts'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'
import { Candidates } from './candidates.tsx'

export function TroubleCard({ trouble }: { trouble: Trouble }) {
  const { t, first } = useWords()
  const { code, facts } = trouble
  const reason = useReason()(code, facts)
  const title = first([`trouble.${code}`], facts) || reason
  const remedy = first([`remedy.${code}`], facts)
  const choosing = useMay()('answer-trouble') && trouble.candidates.length > 0
  return (
    <article className="panel" aria-label={title}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Text fw={600} component="h2" fz="md" m={0}>
            {title}
          </Text>
          <Text fz="xs" c="dimmed">
            {trouble.baseName && `${trouble.baseName} · `}
            <When at={trouble.createdAt} />
          </Text>
        </Group>
        {reason !== title && <Text>{reason}</Text>}
        {remedy && (
          <Text c="dimmed" fz="sm">
            {remedy}
          </Text>
        )}
        {trouble.differences.length > 0 && <ChangeTable changes={trouble.differences} heads={['ours', 'in-base']} />}
        {typeof facts['said'] === 'string' && !reason.includes(facts['said']) && <Technical text={facts['said']} />}
        {choosing && <Candidates trouble={trouble} />}
        <Group gap="xs" mt={4}>
          {!choosing && <Answers trouble={trouble} />}
          {trouble.place && <Link to={trouble.place}>{t('troubles.see')}</Link>}
        </Group>
      </Stack>
    </article>
  )
}

/** Not words of 1C: those stand in the reason itself, quoted. This is what an integrator passes on to whoever helps. */
function Technical({ text }: { text: string }) {
  const { t } = useWords()
  return (
    <details>
      <summary>{t('failed.details')}</summary>
      <div className="quoted">
        <code>{text}</code>
      </div>
    </details>
  )
}

/** The recommended answer stands first and is filled. */
function Answers({ trouble }: { trouble: Trouble }) {
  const { t } = useWords()
  const may = useMay()
  const tell = useTell('POST /api/troubles/:id/answer')
  if (!may('answer-trouble')) return <Text fz="sm">{t('troubles.others')}</Text>
  return trouble.answers.map((answer, place) => (
    <Button
      key={answer}
      size="xs"
      variant={place === 0 ? 'filled' : 'default'}
      loading={tell.isPending && tell.variables.body.answer === answer}
      onClick={() => tell.mutate({ params: { id: trouble.id }, body: { answer } })}
    >
      {t(`answer.${answer}`)}
    </Button>
  ))
}
