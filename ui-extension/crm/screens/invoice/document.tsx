/** The document itself: lines and payments, parties and versions. */
import { Stack } from '@mantine/core'
import type { InvoicePage } from '../../../../bridge/http/contract.ts'
import { Facts } from './facts.tsx'
import { LinesTable } from './lines-table.tsx'
import { PaymentsPanel } from './payments.tsx'
import { Versions } from './versions.tsx'

export function Document({ page }: { page: InvoicePage }) {
  const { invoice } = page
  return (
    <div className="columns">
      <Stack gap="md">
        <LinesTable invoice={invoice} />
        <PaymentsPanel payments={page.payments} />
      </Stack>
      <Stack gap="md">
        <Facts invoice={invoice} />
        <Versions versions={page.versions} />
      </Stack>
    </div>
  )
}
