/** Who is billed by which of our firms under which contract; each choice is saved at once. */
import { Button, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ChangeDeal, DealCard, Source } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { AddCounterparty } from '../../parts/add-counterparty.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

/** Fields that a fix button of the pre-flight panel jumps to. */
export const PARTY_FIELDS = {
  counterparty: 'deal-counterparty',
  organisation: 'deal-organisation',
  contract: 'deal-contract',
}

export function Parties({ card }: { card: DealCard }) {
  const { t } = useWords()
  const [adding, { open, close }] = useDisclosure(false)
  const { deal } = card
  const tell = useTell('PATCH /api/deals/:id')
  const save = (change: Omit<ChangeDeal, 'version'>) =>
    tell.mutate({ params: { id: deal.id }, body: { ...change, version: deal.version } })
  const mayNot = !card.may.includes('change-deal') || tell.isPending
  return (
    <Panel title={t('parties.title')}>
      <Stack gap="sm">
        <Select
          id={PARTY_FIELDS.counterparty}
          label={t('parties.counterparty')}
          description={<Chosen what="counterparties" of={card.counterparties} id={deal.counterpartyId} />}
          placeholder={t('parties.choose')}
          data={card.counterparties.map((one) => ({
            value: one.id,
            label: [one.name, one.reasonCode].filter(Boolean).join(' · '),
            disabled: one.marked,
          }))}
          value={deal.counterpartyId}
          disabled={mayNot}
          searchable={card.counterparties.length > 8}
          onChange={(counterpartyId) => save({ counterpartyId, contractId: null })}
        />
        {card.may.includes('change-deal') && <AddButton open={open} />}
        <Select
          id={PARTY_FIELDS.organisation}
          label={t('parties.organisation')}
          description={<Chosen what="organisations" of={card.organisations} id={deal.organisationId} />}
          placeholder={t('parties.choose')}
          data={card.organisations.map(({ id, name }) => ({ value: id, label: name }))}
          value={deal.organisationId}
          disabled={mayNot}
          onChange={(organisationId) => save({ organisationId, contractId: null })}
        />
        <Select
          id={PARTY_FIELDS.contract}
          label={t('parties.contract')}
          description={<Chosen what="contracts" of={card.contracts} id={deal.contractId} />}
          placeholder={t('parties.choose')}
          nothingFoundMessage={t('parties.no-contract')}
          data={contractsOf(card)}
          value={deal.contractId}
          disabled={mayNot}
          onChange={(contractId) => save({ contractId })}
        />
      </Stack>
      {adding && (
        <AddCounterparty
          clientId={deal.clientId}
          close={close}
          added={({ id }) => save({ counterpartyId: id, contractId: null })}
        />
      )}
    </Panel>
  )
}

function AddButton({ open }: { open: () => void }) {
  const { t } = useWords()
  return (
    <Button variant="subtle" size="compact-sm" onClick={open} style={{ alignSelf: 'flex-start' }}>
      {t('counterparties.add')}
    </Button>
  )
}

interface ChosenProps {
  what: 'counterparties' | 'organisations' | 'contracts'
  of: { id: string; source: Source }[]
  id: string | null
}

/** Where the chosen record comes from and how old that is. */
function Chosen({ what, of, id }: ChosenProps) {
  const chosen = of.find((one) => one.id === id)
  return chosen && <SourceBadge source={chosen.source} of={{ what, id: chosen.id }} />
}

/** An invoice accepts only a contract with a buyer between exactly these two. */
function contractsOf({ contracts, deal }: DealCard): { value: string; label: string }[] {
  return contracts
    .filter(
      (contract) =>
        contract.id === deal.contractId ||
        (contract.sort === 'with-buyer' &&
          !contract.marked &&
          contract.counterpartyId === deal.counterpartyId &&
          contract.organisationId === deal.organisationId),
    )
    .map(({ id, name }) => ({ value: id, label: name }))
}
