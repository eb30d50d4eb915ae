/** The invoices of a client or a deal on its card: number or state, sum, what is left to pay. */
import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InvoiceRow } from '../../../bridge/http/contract.ts'
import { Chip } from './chip.tsx'
import { InvoiceStateChip } from './invoice-state.tsx'
import { SourceBadge } from './source-badge.tsx'
import { Empty, Panel } from './states.tsx'
import { useWords } from './use-words.ts'

export function InvoicePanel({ invoices, hint }: { invoices: InvoiceRow[]; hint: string }) {
  const { t } = useWords()
  return (
    <Panel title={t('invoices.title')}>
      {invoices.length === 0 ? <Empty title={t('invoices.none')} hint={hint} /> : <InvoiceList invoices={invoices} />}
    </Panel>
  )
}

function InvoiceList({ invoices }: { invoices: InvoiceRow[] }) {
  const { t, money, day } = useWords()
  return (
    <ul className="rows">
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} className="plain-link">
                <Text fw={500} span>
                  {invoice.number ? t('invoice.title', { number: invoice.number }) : t('invoice.untitled')}
                </Text>
              </Link>
              {invoice.date && (
                <Text c="dimmed" fz="sm" span>
                  {t('invoice.of', { date: day(invoice.date) })}
                </Text>
              )}
              <InvoiceStateChip invoice={invoice} />
              {invoice.changedInBase && <Chip tone="warn">{t('invoice.changed')}</Chip>}
            </Group>
            <Group gap={6}>
              <span className="figures">
                {money(invoice.totalMinor)}
                {invoice.paidMinor > 0 && invoice.remainderMinor > 0 && (
                  <Text c="dimmed" fz="sm" span>
                    {' · '}
                    {t('invoice.left', { sum: money(invoice.remainderMinor) })}
                  </Text>
                )}
              </span>
              <SourceBadge source={invoice.source} of={{ what: 'invoices', id: invoice.id }} />
            </Group>
          </Group>
        </li>
      ))}
    </ul>
  )
}
