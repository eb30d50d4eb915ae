/** Legal entities that stand for the client in accounting, each with its own money. */
import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClientCard } from '../../../../bridge/http/contract.ts'
import { AddCounterparty } from '../../parts/add-counterparty.tsx'
import { Chip } from '../../parts/chip.tsx'
import { EditCounterparty } from '../../parts/edit-counterparty.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

type Entity = ClientCard['counterparties'][number]

export function Counterparties({
  clientId,
  counterparties,
  mayAdd,
  mayEdit,
}: {
  clientId: string
  counterparties: Entity[]
  mayAdd: boolean
  mayEdit: boolean
}) {
  const { t } = useWords()
  const [adding, { open, close }] = useDisclosure(false)
  const [edited, setEdited] = useState('')
  const add = mayAdd && (
    <Button size="compact-sm" variant="default" onClick={open}>
      {t('counterparties.add')}
    </Button>
  )
  return (
    <Panel title={t('counterparties.title')} aside={add}>
      {counterparties.length === 0 && <Text c="dimmed">{t('counterparties.none')}</Text>}
      <ul className="rows">
        {counterparties.map((entity) => (
          <li key={entity.id}>
            <Entity entity={entity} edit={mayEdit && !entity.marked ? () => setEdited(entity.id) : undefined} />
          </li>
        ))}
      </ul>
      {edited !== '' && <EditCounterparty id={edited} close={() => setEdited('')} />}
      {adding && <AddCounterparty clientId={clientId} close={close} />}
    </Panel>
  )
}

function Entity({ entity, edit }: { entity: Entity; edit: (() => void) | undefined }) {
  const { t, money } = useWords()
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text fw={500}>{entity.name}</Text>
        <Group gap={4} wrap="nowrap">
          <SourceBadge source={entity.source} of={{ what: 'counterparties', id: entity.id }} />
          {edit && (
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={edit}
              aria-label={t('counterparties.edit-of', { name: entity.name })}
            >
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      </Group>
      <Text fz="sm" c="dimmed" className="figures">
        {t('counterparty.tax', { tax: entity.taxNumber || '—' })}
        {entity.reasonCode && ` · ${t('counterparty.reason', { code: entity.reasonCode })}`}
      </Text>
      <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {[entity.phone, entity.email, entity.address].filter(Boolean).join(' · ')}
      </Text>
      {entity.marked && <Chip tone="bad">{t('counterparty.marked')}</Chip>}
      {entity.aliases.length > 0 && (
        <Text fz="sm" c="dimmed">
          {t('counterparty.aliases', { names: entity.aliases.map(({ name }) => `«${name}»`).join(', ') })}
        </Text>
      )}
      <Text fz="sm">
        <span className="figures">{t('counterparty.owes', { sum: money(entity.money.remainderMinor) })}</span>
        {entity.money.advanceMinor > 0 && (
          <>
            {' · '}
            <span className="figures">{t('counterparty.advance', { sum: money(entity.money.advanceMinor) })}</span>
          </>
        )}
        {' · '}
        <Link
          to="/counterparties/$counterpartyId/history"
          params={{ counterpartyId: entity.id }}
          style={{ textDecoration: 'underline' }}
        >
          {t('past.open')}
        </Link>
      </Text>
    </>
  )
}
