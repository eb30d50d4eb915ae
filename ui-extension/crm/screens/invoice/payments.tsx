/** The payments that settle an invoice; each explains why its money lies here. */
import { Group, Text } from '@mantine/core'
import type { InvoicePayment } from '../../../../bridge/http/contract.ts'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function PaymentsPanel({ payments }: { payments: InvoicePayment[] }) {
  const { t } = useWords()
  return (
    <Panel title={t('payments.title')}>
      {payments.length === 0 && <Empty title={t('payments.none')} hint={t('payments.none-hint')} />}
      <ul className="rows">
        {payments.map((paid) => (
          <li key={`${paid.payment.id} ${paid.amountMinor} ${paid.facts['row'] ?? ''}`}>
            <Paid paid={paid} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Paid({ paid }: { paid: InvoicePayment }) {
  const { t, first, money, day } = useWords()
  const { payment, amountMinor } = paid
  const why = first([paid.reason, `allocation.${paid.reason}`], paid.facts) || paid.reason
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text fw={500}>{t(`payment.${payment.channel}`, { number: payment.number, date: day(payment.date) })}</Text>
        <Group gap="xs">
          <span className="figures">
            {money(amountMinor)}
            {amountMinor !== payment.amountMinor && (
              <Text span c="dimmed" fz="sm">
                {' '}
                {t('payment.of', { sum: money(payment.amountMinor) })}
              </Text>
            )}
          </span>
          <SourceBadge source={payment.source} of={{ what: 'payments', id: payment.id }} />
        </Group>
      </Group>
      <Text fz="sm" c="dimmed">
        {payment.payerName}
      </Text>
      <details>
        <summary>{t('payment.why')}</summary>
        <Text fz="sm" mt={4}>
          {why}
        </Text>
        {payment.purpose && <blockquote className="quoted">{payment.purpose}</blockquote>}
      </details>
    </>
  )
}
