/** The columns of the invoice list; on a phone the payer and the sum stand below number and state. */
import { Group } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { InvoiceRow } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { InvoiceStateChip } from '../../parts/invoice-state.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { useWords } from '../../parts/use-words.ts'
import type { Column } from '../../parts/virtual-table.tsx'

export function useInvoiceColumns(): Column<InvoiceRow>[] {
  const { t, money, day } = useWords()
  return [
    {
      id: 'number',
      head: t('invoices.number'),
      width: '120px',
      render: (row) => row.number || t('invoices.no-number'),
      under: (row) => row.counterpartyName,
    },
    {
      id: 'state',
      head: t('invoices.state'),
      width: '172px',
      render: (row) => <State row={row} />,
      under: (row) => (
        <>
          <Badge row={row} /> <span className="figures">{money(row.totalMinor)}</span>
        </>
      ),
    },
    {
      id: 'date',
      head: t('invoices.date'),
      width: '90px',
      wideOnly: true,
      render: (row) => <span className="figures">{day(row.date) || '—'}</span>,
    },
    {
      id: 'payer',
      head: t('invoices.payer'),
      width: 'minmax(120px, 1.2fr)',
      wideOnly: true,
      render: (row) => row.counterpartyName,
    },
    {
      id: 'deal',
      head: t('invoices.deal'),
      width: 'minmax(90px, 1fr)',
      wideOnly: true,
      render: (row) => row.dealTitle || '—',
    },
    ...useSumColumns(),
  ]
}

function useSumColumns(): Column<InvoiceRow>[] {
  const { t, money } = useWords()
  return [
    {
      id: 'total',
      head: t('invoices.total'),
      width: '122px',
      right: true,
      wideOnly: true,
      render: (row) => money(row.totalMinor),
    },
    {
      id: 'left',
      head: t('invoices.left'),
      width: '122px',
      right: true,
      wideOnly: true,
      render: (row) => (row.remainderMinor === 0 ? '—' : money(row.remainderMinor)),
    },
    {
      id: 'source',
      head: t('source.head'),
      width: '118px',
      wideOnly: true,
      render: (row) => <Badge row={row} />,
    },
  ]
}

function Badge({ row }: { row: InvoiceRow }) {
  return <SourceBadge source={row.source} of={{ what: 'invoices', id: row.id }} />
}

function State({ row }: { row: InvoiceRow }) {
  const { t } = useWords()
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex">
      <InvoiceStateChip invoice={row} />
      {row.changedInBase && (
        <Chip tone="warn" title={t('invoice.changed')} icon={<IconPencil size={13} aria-hidden />}>
          <span className="unseen">{t('invoice.changed')}</span>
        </Chip>
      )}
    </Group>
  )
}
