/** The list of clients: search as one types, debt in sight, a new client one button away. */
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useList } from '../../ask.ts'
import { EndlessList } from '../../parts/endless-list.tsx'
import { useMay } from '../../parts/me.ts'
import { Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { useWords } from '../../parts/use-words.ts'
import { useClientColumns } from './columns.tsx'
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
  const none = search === '' ? 'clients.none' : 'clients.none-found'
  return (
    <EndlessList
      list={useList('GET /api/clients', { search })}
      label={t('clients.title')}
      columns={useClientColumns()}
      linkOf={(row) => `/clients/${row.id}`}
      empty={{ title: t(none), hint: t(`${none}-hint`) }}
    />
  )
}
