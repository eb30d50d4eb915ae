/** Each difference with what both sides say, why it is there, and the button or place that mends it. */
import { Button, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Certificate, Difference } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { Chip } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { BothSay } from './both-say.tsx'

/** From so many on one button for all is worth its place. */
const SEVERAL = 2

export function Differences({ certificate: { id, items } }: { certificate: Certificate }) {
  const { t } = useWords()
  const readAll = useTell('POST /api/certificates/:id/read-again')
  const mendable = items.filter(({ mayReadAgain, state }) => mayReadAgain && state !== 'asked').length
  const all = mendable >= SEVERAL && (
    <Button size="xs" variant="default" loading={readAll.isPending} onClick={() => readAll.mutate({ params: { id } })}>
      {t('differences.read-all', { count: mendable })}
    </Button>
  )
  return (
    <Panel title={t('differences.title')} aside={all}>
      {items.length === 0 && <Empty title={t('differences.none')} hint={t('differences.none-hint')} />}
      <ul className="rows">
        {items.map((difference) => (
          <li key={difference.id}>
            <DifferenceLine difference={difference} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function DifferenceLine({ difference }: { difference: Difference }) {
  const { t, day, money } = useWords()
  const { noun, kind, number, date, counterparty, organisation, sumMinor, fields } = difference
  return (
    <article aria-label={t('difference.document', { noun: t(`noun.${noun}`), number: number || '—' })}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{t(`difference.${kind}`)}</Text>
          <Text>
            {t('difference.document', { noun: t(`noun.${noun}`), number: number || '—' })}
            {date && ` ${t('invoice.of', { date: day(date) })}`}
            {' · '}
            <span className="figures">{money(sumMinor)}</span>
          </Text>
          <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[counterparty, organisation].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Mending difference={difference} />
      </Group>
      {fields.length > 0 && <BothSay fields={fields} />}
      <Why difference={difference} />
    </article>
  )
}

function Why({ difference: { because, troubleCode } }: { difference: Difference }) {
  const { t, first } = useWords()
  const reason = useReason()
  const trouble = troubleCode === '' ? '' : first([`trouble.${troubleCode}`]) || reason(troubleCode, {})
  return (
    <Text fz="sm" mt={4}>
      {t(`because.${because}`, { trouble })}
    </Text>
  )
}

function Mending({ difference }: { difference: Difference }) {
  const { t } = useWords()
  const { id, state, mayReadAgain, place, because, noun } = difference
  const read = useTell('POST /api/differences/:id/read-again')
  if (state === 'mended') return <Chip tone="good">{t('difference.is-mended')}</Chip>
  return (
    <Group gap="xs">
      {state === 'asked' && <Chip tone="wait">{t('difference.is-asked')}</Chip>}
      {state === 'stayed' && <Chip tone="warn">{t('difference.has-stayed')}</Chip>}
      {mayReadAgain && state !== 'asked' && (
        <Button size="xs" loading={read.isPending} onClick={() => read.mutate({ params: { id } })}>
          {t('difference.read-again')}
        </Button>
      )}
      {place && (
        <Link to={place}>
          {t(because === 'trouble' ? 'difference.to-trouble' : `difference.see-${placeWord(place, noun)}`)}
        </Link>
      )}
    </Group>
  )
}

function placeWord(place: string, noun: Difference['noun']): string {
  return place.startsWith('/invoices') && noun === 'invoice' ? 'invoice' : 'queue'
}
