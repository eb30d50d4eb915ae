/** The list of invoices: found by number (former ones too) or payer, narrowed to what is on its way or unpaid. */
import { Group, SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useList } from '../../ask.ts'
import { EndlessList } from '../../parts/endless-list.tsx'
import { Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { useWords } from '../../parts/use-words.ts'
import { useInvoiceColumns } from './columns.tsx'
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
  const none = search === '' && state === 'all' ? 'invoices.none' : 'invoices.none-found'
  return (
    <EndlessList
      list={useList('GET /api/invoices', { search, state })}
      label={t('invoices.title')}
      columns={useInvoiceColumns()}
      linkOf={(row) => `/invoices/${row.id}`}
      empty={{ title: t(none), hint: t(`${none}-hint`) }}
    />
  )
}
