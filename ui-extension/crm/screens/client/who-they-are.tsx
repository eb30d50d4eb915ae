/** The right side of a client's card: facts, people, legal entities. */
import { Stack } from '@mantine/core'
import type { ClientCard } from '../../../../bridge/http/contract.ts'
import { Contacts } from './contacts.tsx'
import { Counterparties } from './counterparties.tsx'
import { ClientFacts } from './facts.tsx'
import { PersonalData } from './personal-data.tsx'

export function WhoTheyAre({ card }: { card: ClientCard }) {
  const { client } = card
  return (
    <Stack gap="md">
      <ClientFacts client={client} mayEdit={card.may.includes('change-client')} />
      <Contacts clientId={client.id} contacts={card.contacts} mayEdit={card.may.includes('change-client')} />
      <Counterparties
        clientId={client.id}
        counterparties={card.counterparties}
        mayAdd={card.may.includes('tie-counterparty')}
        mayEdit={card.may.includes('change-counterparty')}
      />
      <PersonalData clientId={client.id} />
    </Stack>
  )
}
