/** What a manager works on in a deal: lines, invoices, the billing beside them, and what has happened. */
import { Stack } from '@mantine/core'
import { useState } from 'react'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { InvoicePanel } from '../../parts/invoice-panel.tsx'
import { useWords } from '../../parts/use-words.ts'
import { Billing } from './billing.tsx'
import { History } from './history.tsx'
import { LinesPanel } from './lines.tsx'

export function DealWork({ card }: { card: DealCard }) {
  const { t } = useWords()
  const [unsaved, setUnsaved] = useState(false)
  return (
    <div className="columns">
      <Stack gap="md">
        <LinesPanel card={card} tellUnsaved={setUnsaved} />
        <InvoicePanel invoices={card.invoices} hint={t('deal.no-invoices-hint')} />
      </Stack>
      <Billing card={card} unsaved={unsaved} />
      <History events={card.events} />
    </div>
  )
}
