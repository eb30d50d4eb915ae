/** The right side of a deal's card: what accounting will say, and between whom. */
import { Stack } from '@mantine/core'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { Parties } from './parties.tsx'
import { PreFlightPanel } from './pre-flight.tsx'

export function Billing({ card, unsaved }: { card: DealCard; unsaved: boolean }) {
  return (
    <Stack gap="md" className="beside">
      <PreFlightPanel card={card} unsaved={unsaved} />
      <Parties card={card} />
    </Stack>
  )
}
