/** An invoice: its state in words, what accounting changed, its lines, its payments and why they lie here. */
import { Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { InvoicePage } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { MoneyStrip } from '../../parts/money-strip.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { ChangesPanel } from './changes.tsx'
import { Document } from './document.tsx'
import { StateLine } from './state-line.tsx'

const route = getRouteApi('/invoices/$invoiceId')

export function InvoiceScreen() {
  const { invoiceId } = route.useParams()
  const page = useAsk('GET /api/invoices/:id', { params: { id: invoiceId } })
  return (
    <Answered query={page} top>
      {(answer) => <Invoice page={answer} />}
    </Answered>
  )
}

function Invoice({ page }: { page: InvoicePage }) {
  const { t, day } = useWords()
  const { invoice } = page
  const title = invoice.number ? t('invoice.title', { number: invoice.number }) : t('invoice.untitled')
  return (
    <Page
      title={title}
      before={<Origin page={page} />}
      beside={invoice.date && <Text c="dimmed">{t('invoice.of', { date: day(invoice.date) })}</Text>}
      deeds={
        <Link to="/invoices/$invoiceId/history" params={{ invoiceId: invoice.id }}>
          {t('past.open')}
        </Link>
      }
    >
      <StateLine page={page} />
      {page.changes.length > 0 && <ChangesPanel page={page} />}
      <MoneyStrip
        label={t('money.title')}
        source={invoice.source}
        of={{ what: 'invoices', id: invoice.id }}
        steps={[
          { word: 'money.total', minor: invoice.totalMinor },
          { word: 'money.paid', minor: invoice.paidMinor },
          { word: 'money.remainder', minor: invoice.remainderMinor, strong: true },
        ]}
      />
      <Document page={page} />
    </Page>
  )
}

/** Whose invoice it is and from which deal. */
function Origin({ page }: { page: InvoicePage }) {
  const { t } = useWords()
  const { client, deal } = page
  if (client === null && deal === null) return <Link to="/invoices">{t('invoices.title')}</Link>
  return (
    <Text component="div" fz="md">
      {client && (
        <Link to="/clients/$clientId" params={{ clientId: client.id }}>
          {client.name}
        </Link>
      )}
      {client && deal && ' / '}
      {deal && (
        <Link to="/deals/$dealId" params={{ dealId: deal.id }}>
          {deal.title}
        </Link>
      )}
    </Text>
  )
}
