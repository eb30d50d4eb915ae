/** A deal's card: stages, lines, parties, what accounting would say, and the way of its money. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { DealMoney } from './deal-money.tsx'
import { DealWork } from './deal-work.tsx'
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
  const { deal, money } = card
  const before = (
    <Link to="/clients/$clientId" params={{ clientId: deal.clientId }}>
      {deal.clientName}
    </Link>
  )
  return (
    <Page title={deal.title} before={before}>
      <StagePath card={card} />
      <DealMoney dealId={card.deal.id} money={money} />
      <DealWork card={card} />
    </Page>
  )
}
