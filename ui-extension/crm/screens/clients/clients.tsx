/** The list of clients: search as one types, debt in sight, a new client one button away. */
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ClientRow } from '../../../../bridge/http/contract.ts'
import { useList } from '../../ask.ts'
import { useMay } from '../../parts/me.ts'
import { Page } from '../../parts/page.tsx'
import { Failed } from '../../parts/problem.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Empty, Loading } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { NewClient } from './new-client.tsx'

const route = getRouteApi('/clients')

export function ClientsScreen() {
  const { t } = useWords()
  const may = useMay()
  const { search = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, { open, close }] = useDisclosure(false)
  return (
    <Page
      title={t('clients.title')}
      deeds={
        may('create-client') && (
          <Button leftSection={<IconPlus size={16} />} onClick={open}>
            {t('clients.new')}
          </Button>
        )
      }
    >
      <Group>
        <SearchField
          label={t('clients.search')}
          value={search}
          onChange={(next) => void navigate({ search: next ? { search: next } : {}, replace: true })}
        />
      </Group>
      <ClientRows search={search} />
      <NewClient opened={creating} close={close} />
    </Page>
  )
}

function ClientRows({ search }: { search: string }) {
  const { t } = useWords()
  const columns = useColumns()
  const list = useList('GET /api/clients', { search })
  if (list.isError) return <Failed problem={list.error} again={() => void list.refetch()} />
  if (list.data === undefined) return <Loading rows={9} />
  const rows = list.data.pages.flatMap((page) => page.items)
  if (rows.length === 0)
    return (
      <Empty
        title={t(search ? 'clients.none-found' : 'clients.none')}
        hint={t(search ? 'clients.none-found-hint' : 'clients.none-hint')}
      />
    )
  return (
    <VirtualTable
      label={t('clients.title')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      linkOf={(row) => `/clients/${row.id}`}
      more={() => {
        if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
      }}
    />
  )
}

function useColumns(): Column<ClientRow>[] {
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
    },
    {
      id: 'source',
      head: t('source.head'),
      width: '130px',
      wideOnly: true,
      render: (row) => <SourceBadge source={row.source} />,
    },
  ]
}
