/** A client's card: who they are, what they owe by the base's own figures, their deals, invoices and payments. */
import { Stack } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ClientCard } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { InvoicePanel } from '../../parts/invoice-panel.tsx'
import { MoneyStrip } from '../../parts/money-strip.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Deals } from './deals.tsx'
import { Payments } from './payments.tsx'
import { WhoTheyAre } from './who-they-are.tsx'

const route = getRouteApi('/clients/$clientId')

export function ClientScreen() {
  const { clientId } = route.useParams()
  const card = useAsk('GET /api/clients/:id', { params: { id: clientId } })
  return (
    <Answered query={card} top>
      {(answer) => <Card card={answer} />}
    </Answered>
  )
}

function Card({ card }: { card: ClientCard }) {
  const { t } = useWords()
  const { client, money } = card
  return (
    <Page
      title={client.name}
      before={<Link to="/clients">{t('clients.title')}</Link>}
      deeds={
        <Link to="/clients/$clientId/history" params={{ clientId: client.id }}>
          {t('past.open')}
        </Link>
      }
    >
      <MoneyStrip
        label={t('money.title')}
        source={money.source}
        of={{ what: 'clients', id: client.id }}
        steps={[
          { word: 'money.invoiced', minor: money.invoicedMinor },
          { word: 'money.paid', minor: money.paidMinor },
          { word: 'money.remainder', minor: money.remainderMinor, strong: true },
          { word: 'money.advance', minor: money.advanceMinor },
        ]}
      />
      <div className="columns">
        <Stack gap="md">
          <Deals clientId={client.id} deals={card.deals} mayOpen={card.may.includes('open-deal')} />
          <InvoicePanel invoices={card.invoices} hint={t('invoices.none-hint')} />
          <Payments payments={card.payments} />
        </Stack>
        <WhoTheyAre card={card} />
      </div>
    </Page>
  )
}
