/** How a card was at any moment of the past, with us and in the base: one screen for clients, legal entities and invoices. */
import { Stack } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AsOfRecord, ClientAsOf, Moments } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { RecordThen } from './record-then.tsx'
import { TimeSlider } from './time-slider.tsx'
import { WhatHappened } from './what-happened.tsx'

type What = 'clients' | 'counterparties' | 'invoices'

const ofClient = getRouteApi('/clients/$clientId/history')
const ofCounterparty = getRouteApi('/counterparties/$counterpartyId/history')
const ofInvoice = getRouteApi('/invoices/$invoiceId/history')

export function ClientHistory() {
  const { t } = useWords()
  const { clientId } = ofClient.useParams()
  const { at } = ofClient.useSearch()
  const navigate = ofClient.useNavigate()
  const back = (
    <Link to="/clients/$clientId" params={{ clientId }}>
      {t('past.back')}
    </Link>
  )
  return <History what="clients" id={clientId} back={back} at={at} choose={(next) => void navigate(toMoment(next))} />
}

export function CounterpartyHistory() {
  const { t } = useWords()
  const { counterpartyId } = ofCounterparty.useParams()
  const { at } = ofCounterparty.useSearch()
  const navigate = ofCounterparty.useNavigate()
  const choose = (next: string) => void navigate(toMoment(next))
  const back = <Link to="/clients">{t('clients.title')}</Link>
  return <History what="counterparties" id={counterpartyId} back={back} at={at} choose={choose} />
}

export function InvoiceHistory() {
  const { t } = useWords()
  const { invoiceId } = ofInvoice.useParams()
  const { at } = ofInvoice.useSearch()
  const navigate = ofInvoice.useNavigate()
  const back = (
    <Link to="/invoices/$invoiceId" params={{ invoiceId }}>
      {t('past.back')}
    </Link>
  )
  return <History what="invoices" id={invoiceId} back={back} at={at} choose={(next) => void navigate(toMoment(next))} />
}

/** A step back of the browser leads to the card, not through all moments. */
const toMoment = (at: string) => ({ search: { at }, replace: true })

interface Props {
  what: What
  id: string
  back: ReactNode
  at: string | undefined
  choose: (at: string) => void
}

function History({ what, id, back, at, choose }: Props) {
  const { t } = useWords()
  const moments = useAsk(`GET /api/${what}/:id/moments`, { params: { id } }, { keep: true })
  return (
    <Answered query={moments} top>
      {(answer) => {
        const shown = at ?? answer.items[0]?.at ?? answer.knownSince ?? ''
        return (
          <Page title={t('past.title', { name: answer.title || '—' })} before={back}>
            <TimeSlider moments={answer} at={shown} choose={choose} />
            <Then what={what} id={id} at={shown} moments={answer} />
          </Page>
        )
      }}
    </Answered>
  )
}

function Then({ what, id, at, moments }: { what: What; id: string; at: string; moments: Moments }) {
  const asOf = useAsk(`GET /api/${what}/:id/as-of`, { params: { id }, query: { at } }, { keep: true })
  return (
    <Answered query={asOf}>
      {(answer) => (
        <Stack gap="md">
          <WhatHappened moments={moments} at={answer.at} />
          {recordsOf(what, answer).map((record) => (
            <RecordThen key={`${record.word} ${record.former.id}`} word={record.word} former={record.former} />
          ))}
        </Stack>
      )}
    </Answered>
  )
}

interface Shown {
  /** Key under `past.of.`. */
  word: string
  former: AsOfRecord<unknown>
}

function recordsOf(what: What, former: AsOfRecord<unknown> | ClientAsOf): Shown[] {
  if (!('contacts' in former)) return [{ word: what, former }]
  return [
    { word: what, former },
    ...former.counterparties.map((one) => ({ word: 'counterparties', former: one })),
    ...former.contacts.map((one) => ({ word: 'contacts', former: one })),
  ]
}
