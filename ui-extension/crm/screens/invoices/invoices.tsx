/** The list of invoices: found by number (former ones too) or payer, narrowed to what is on its way or unpaid. */
import { Group, SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { InvoiceRow } from '../../../../bridge/http/contract.ts'
import { useList } from '../../ask.ts'
import { Chip } from '../../parts/chip.tsx'
import { InvoiceStateChip } from '../../parts/invoice-state.tsx'
import { Page } from '../../parts/page.tsx'
import { Failed } from '../../parts/problem.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Empty, Loading } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { FILTERS, type Filter } from './route.ts'

const route = getRouteApi('/invoices')

export function InvoicesScreen() {
  const { t } = useWords()
  const { search = '', state = 'all' } = route.useSearch()
  const navigate = route.useNavigate()
  const go = (next: { search: string; state: Filter }) =>
    void navigate({
      search: {
        ...(next.search ? { search: next.search } : {}),
        ...(next.state === 'all' ? {} : { state: next.state }),
      },
      replace: true,
    })
  return (
    <Page title={t('invoices.title')}>
      <Group gap="sm">
        <SearchField label={t('invoices.search')} value={search} onChange={(next) => go({ search: next, state })} />
        <SegmentedControl
          aria-label={t('invoices.filter')}
          value={state}
          onChange={(next) => go({ search, state: FILTERS.find((filter) => filter === next) ?? 'all' })}
          data={FILTERS.toReversed().map((filter) => ({ value: filter, label: t(`invoices.filter.${filter}`) }))}
        />
      </Group>
      <InvoiceRows search={search} state={state} />
    </Page>
  )
}

function InvoiceRows({ search, state }: { search: string; state: Filter }) {
  const { t } = useWords()
  const columns = useColumns()
  const list = useList('GET /api/invoices', { search, state })
  if (list.isError) return <Failed problem={list.error} again={() => void list.refetch()} />
  if (list.data === undefined) return <Loading rows={9} />
  const rows = list.data.pages.flatMap((page) => page.items)
  const narrowed = search !== '' || state !== 'all'
  if (rows.length === 0)
    return (
      <Empty
        title={t(narrowed ? 'invoices.none-found' : 'invoices.none')}
        hint={t(narrowed ? 'invoices.none-found-hint' : 'invoices.none-hint')}
      />
    )
  return (
    <VirtualTable
      label={t('invoices.title')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      linkOf={(row) => `/invoices/${row.id}`}
      more={() => {
        if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
      }}
    />
  )
}

function useColumns(): Column<InvoiceRow>[] {
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
      under: (row) => <span className="figures">{money(row.totalMinor)}</span>,
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
      render: (row) => <SourceBadge source={row.source} />,
    },
  ]
}

function State({ row }: { row: InvoiceRow }) {
  const { t } = useWords()
  return (
    <Group gap={4} wrap="nowrap">
      <InvoiceStateChip invoice={row} />
      {row.changedInBase && <Chip tone="warn">{t('invoice.changed')}</Chip>}
    </Group>
  )
}
