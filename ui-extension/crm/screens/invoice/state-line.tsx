/** Where the invoice stands: the steps of its way, the reason in words, the next try, and what a person may do. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { InvoicePage, InvoiceState } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { InvoiceStateChip, paidPercent } from '../../parts/invoice-state.tsx'
import { WhyWaits } from '../../parts/queue-item.tsx'
import { useWords } from '../../parts/use-words.ts'
import css from './state-line.module.css'

const WAY = ['queued', 'checking', 'issued', 'part-paid', 'paid'] as const

/** How far on its way each state is; states that left the way show no steps. */
const REACHED: Partial<Record<InvoiceState, number>> = {
  queued: 0,
  checking: 1,
  draft: 1,
  issued: 2,
  'part-paid': 3,
  paid: 4,
}

export function StateLine({ page }: { page: InvoicePage }) {
  const { t } = useWords()
  const { invoice, queue } = page
  const reached = REACHED[invoice.state]
  return (
    <section className="panel" aria-label={t('invoice.state-line')} aria-live="polite">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Group gap="xs">
            <InvoiceStateChip invoice={invoice} />
            <Text>{t(`invoice.says.${invoice.state}`, { number: invoice.number, percent: paidPercent(invoice) })}</Text>
          </Group>
          <Deeds page={page} />
        </Group>
        {queue && <WhyWaits item={queue} />}
        {reached !== undefined && (
          <ol className={css.way} aria-label={t('invoice.way')}>
            {WAY.map((step, place) => (
              <li key={step} data-reached={place <= reached} aria-current={place === reached ? 'step' : undefined}>
                {t(`invoice.step.${step}`)}
              </li>
            ))}
          </ol>
        )}
      </Stack>
    </section>
  )
}

function Deeds({ page }: { page: InvoicePage }) {
  const { t } = useWords()
  const { invoice, queue, may } = page
  const retry = useTell('POST /api/invoices/:id/retry')
  const cancel = useTell('POST /api/invoices/:id/cancel')
  const asked = { params: { id: invoice.id } }
  return (
    <Group gap="xs">
      {invoice.state === 'refused' && may.includes('retry-invoice') && (
        <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate(asked)}>
          {t('invoice.retry')}
        </Button>
      )}
      {queue?.mayCancel && may.includes('cancel-invoice') && (
        <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(asked)}>
          {t('invoice.cancel')}
        </Button>
      )}
    </Group>
  )
}
