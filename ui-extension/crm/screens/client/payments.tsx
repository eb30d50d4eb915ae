/** The latest payments of a client as the base knows them; what settles no invoice is an advance. */
import { Group, Text } from '@mantine/core'
import type { Payment } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function Payments({ payments }: { payments: Payment[] }) {
  const { t } = useWords()
  return (
    <Panel title={t('payments.title')}>
      {payments.length === 0 && <Empty title={t('payments.none')} hint={t('payments.none-hint')} />}
      <ul className="rows">
        {payments.map((payment) => (
          <li key={payment.id}>
            <PaymentLine payment={payment} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function PaymentLine({ payment }: { payment: Payment }) {
  const { t, money, day } = useWords()
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={500}>{t(`payment.${payment.channel}`, { number: payment.number, date: day(payment.date) })}</Text>
          {payment.advanceMinor > 0 && (
            <Chip tone="accent">{t('payment.advance', { sum: money(payment.advanceMinor) })}</Chip>
          )}
          {!payment.posted && <Chip tone="calm">{t('payment.unposted')}</Chip>}
          {payment.marked && <Chip tone="bad">{t('payment.marked')}</Chip>}
        </Group>
        <Group gap="xs">
          <span className="figures">{money(payment.amountMinor)}</span>
          <SourceBadge source={payment.source} of={{ what: 'payments', id: payment.id }} />
        </Group>
      </Group>
      <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {[payment.payerName, payment.purpose].filter(Boolean).join(' · ')}
      </Text>
    </>
  )
}
