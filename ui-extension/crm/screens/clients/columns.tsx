/** The columns of the client list. */
import type { ClientRow } from '../../../../bridge/http/contract.ts'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { useWords } from '../../parts/use-words.ts'
import type { Column } from '../../parts/virtual-table.tsx'

export function useClientColumns(): Column<ClientRow>[] {
  const { t, money } = useWords()
  return [
    {
      id: 'name',
      head: t('clients.name'),
      width: 'minmax(180px, 2fr)',
      render: (row) => row.name,
      under: (row) => [row.taxNumbers.join(', '), row.managerName].filter(Boolean).join(' · '),
    },
    {
      id: 'tax',
      head: t('clients.tax'),
      width: '130px',
      wideOnly: true,
      render: (row) => <span className="figures">{row.taxNumbers.join(', ')}</span>,
    },
    {
      id: 'region',
      head: t('clients.region'),
      width: 'minmax(100px, 1fr)',
      wideOnly: true,
      render: (row) => row.region,
    },
    {
      id: 'manager',
      head: t('clients.manager'),
      width: 'minmax(110px, 1fr)',
      wideOnly: true,
      render: (row) => row.managerName,
    },
    {
      id: 'deals',
      head: t('clients.deals'),
      width: '80px',
      right: true,
      wideOnly: true,
      render: (row) => row.openDeals || '—',
    },
    {
      id: 'debt',
      head: t('clients.debt'),
      width: '140px',
      right: true,
      render: (row) => (row.debtMinor === 0 ? '—' : money(row.debtMinor)),
      under: (row) => row.debtMinor > 0 && <SourceBadge source={row.source} of={{ what: 'clients', id: row.id }} />,
    },
    {
      id: 'source',
      head: t('source.head'),
      width: '130px',
      wideOnly: true,
      render: (row) => <SourceBadge source={row.source} of={{ what: 'clients', id: row.id }} />,
    },
  ]
}
