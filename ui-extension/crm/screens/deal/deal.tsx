/** A deal's card: stages, lines, parties, what accounting would say, and the way of its money. */
import { Stack } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { InvoiceList } from '../../parts/invoice-list.tsx'
import { MoneyStrip } from '../../parts/money-strip.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { History } from './history.tsx'
import { LinesPanel } from './lines.tsx'
import { Parties } from './parties.tsx'
import { PreFlightPanel } from './pre-flight.tsx'
import { StagePath } from './stage-path.tsx'

const route = getRouteApi('/deals/$dealId')

export function DealScreen() {
  const { dealId } = route.useParams()
  const card = useAsk('GET /api/deals/:id', { params: { id: dealId } })
  return (
    <Answered query={card} top>
      {(answer) => <Card key={dealId} card={answer} />}
    </Answered>
  )
}

function Card({ card }: { card: DealCard }) {
  const { t } = useWords()
  const [unsaved, setUnsaved] = useState(false)
  const { deal, money } = card
  const before = (
    <Link to="/clients/$clientId" params={{ clientId: deal.clientId }}>
      {deal.clientName}
    </Link>
  )
  return (
    <Page title={deal.title} before={before}>
      <StagePath card={card} />
      <MoneyStrip
        label={t('money.title')}
        source={money.source}
        steps={[
          { word: 'money.offer', minor: money.offerMinor },
          { word: 'money.invoiced', minor: money.invoicedMinor },
          { word: 'money.paid', minor: money.paidMinor },
          { word: 'money.remainder', minor: money.remainderMinor, strong: true },
          ...(money.advanceMinor > 0 ? [{ word: 'money.advance', minor: money.advanceMinor }] : []),
        ]}
      />
      <div className="columns">
        <Stack gap="md">
          <LinesPanel card={card} tellUnsaved={setUnsaved} />
          <Panel title={t('invoices.title')}>
            {card.invoices.length === 0 ? (
              <Empty title={t('invoices.none')} hint={t('deal.no-invoices-hint')} />
            ) : (
              <InvoiceList invoices={card.invoices} />
            )}
          </Panel>
        </Stack>
        <Stack gap="md" className="beside">
          <PreFlightPanel card={card} unsaved={unsaved} />
          <Parties card={card} />
        </Stack>
        <History events={card.events} />
      </div>
    </Page>
  )
}
