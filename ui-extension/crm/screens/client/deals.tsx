/** Deals of a client and the form that opens a new one. */
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { ClientCard } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { Chip } from '../../parts/chip.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Empty, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

type Line = ClientCard['deals'][number]

export function Deals({ clientId, deals, mayOpen }: { clientId: string; deals: Line[]; mayOpen: boolean }) {
  const { t } = useWords()
  const [opening, { open, close }] = useDisclosure(false)
  const aside = mayOpen && (
    <Button size="compact-sm" onClick={open}>
      {t('deals.open')}
    </Button>
  )
  return (
    <Panel title={t('deals.title')} aside={aside}>
      {deals.length === 0 && <Empty title={t('deals.none')} hint={t('deals.none-hint')} />}
      <ul className="rows">
        {deals.map((deal) => (
          <li key={deal.id}>
            <DealLine deal={deal} />
          </li>
        ))}
      </ul>
      {opening && <OpenDeal clientId={clientId} close={close} />}
    </Panel>
  )
}

function DealLine({ deal }: { deal: Line }) {
  const { t, money } = useWords()
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs">
        <Link to="/deals/$dealId" params={{ dealId: deal.id }} className="plain-link">
          <Text fw={500} span>
            {deal.title}
          </Text>
        </Link>
        <Chip tone="calm">{deal.stageName}</Chip>
        {deal.stalledDays > 0 && <Chip tone="warn">{t('deal.stalled', { count: deal.stalledDays })}</Chip>}
      </Group>
      <span className="figures">
        {money(deal.totalMinor)}
        {deal.paidPercent !== null && (
          <Text c="dimmed" fz="sm" span>
            {' · '}
            {t('deal.paid', { percent: deal.paidPercent })}{' '}
            <SourceBadge source={deal.paidSource} of={{ what: 'deals', id: deal.id }} />
          </Text>
        )}
      </span>
    </Group>
  )
}

function OpenDeal({ clientId, close }: { clientId: string; close: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const cycles = useAsk('GET /api/cycles', {}).data?.items ?? []
  const [fields, setFields] = useState({ title: '', cause: '' })
  const [cycleId, setCycleId] = useState<string | null>(null)
  const open = useTell('POST /api/clients/:id/deals', {
    done: (deal) => void navigate({ to: '/deals/$dealId', params: { dealId: deal.id } }),
  })
  const cycle = cycleId ?? cycles[0]?.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate({ params: { id: clientId }, body: { ...fields, ...(cycle === undefined ? {} : { cycleId: cycle }) } })
  }
  return (
    <Modal opened onClose={close} title={t('deals.open')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('deal.title')}
            value={fields.title}
            onChange={(event) => setFields({ ...fields, title: event.currentTarget.value })}
            required
            data-autofocus
          />
          <TextInput
            label={t('deal.cause')}
            description={t('deal.cause-hint')}
            value={fields.cause}
            onChange={(event) => setFields({ ...fields, cause: event.currentTarget.value })}
          />
          <Select
            label={t('deal.cycle')}
            data={cycles.map(({ id, name }) => ({ value: id, label: name }))}
            value={cycle ?? null}
            onChange={setCycleId}
            allowDeselect={false}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={open.isPending} disabled={fields.title.trim() === ''}>
              {t('deals.open')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
