/** Ties a counterparty to a client: one that accounting already has, or a new one by its INN. */
import { Alert, Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { Counterparty } from '../../../bridge/http/contract.ts'
import type { ApiProblem } from '../api.ts'
import { useTell } from '../ask.ts'
import { PickCounterparty } from './pick-counterparty.tsx'
import { useProblemText } from './problem.tsx'
import { useWords } from './use-words.ts'

interface Props {
  clientId: string
  close: () => void
  added?: (counterparty: Counterparty) => void
}

export function AddCounterparty({ clientId, close, added }: Props) {
  const { t } = useWords()
  const [way, setWay] = useState('new')
  const add = useTell('POST /api/clients/:id/counterparties', {
    quiet: true,
    done: (counterparty) => {
      close()
      added?.(counterparty)
    },
  })
  const tie = (counterpartyId: string) => add.mutate({ params: { id: clientId }, body: { counterpartyId } })
  return (
    <Modal opened onClose={close} title={t('counterparties.add')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        <SegmentedControl
          value={way}
          onChange={setWay}
          aria-label={t('counterparties.way')}
          data={[
            { value: 'new', label: t('counterparties.new') },
            { value: 'existing', label: t('counterparties.existing') },
          ]}
        />
        {add.error && <Refusal problem={add.error} tie={tie} />}
        {way === 'existing' ? (
          <PickCounterparty pick={tie} />
        ) : (
          <NewForm
            busy={add.isPending}
            problem={add.error}
            save={(body) => add.mutate({ params: { id: clientId }, body })}
          />
        )}
      </Stack>
    </Modal>
  )
}

/** A double in accounting is offered instead of a second one. */
function Refusal({ problem, tie }: { problem: ApiProblem; tie: (id: string) => void }) {
  const { t } = useWords()
  const tell = useProblemText()
  const known = problem.facts['counterparty']
  return (
    <Alert color="red" variant="outline" role="alert">
      <Stack gap="xs" align="flex-start">
        {tell(problem)}
        {typeof known === 'string' && (
          <Button size="xs" variant="default" onClick={() => tie(known)}>
            {t('counterparties.tie')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

const FIELDS = ['taxNumber', 'reasonCode', 'name'] as const

interface FormProps {
  busy: boolean
  problem: ApiProblem | null
  save: (fields: Record<(typeof FIELDS)[number], string>) => void
}

function NewForm({ busy, problem, save }: FormProps) {
  const { t } = useWords()
  const [fields, setFields] = useState({ taxNumber: '', reasonCode: '', name: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(fields)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={t(`counterparty.${field}`)}
            value={fields[field]}
            required={field !== 'reasonCode'}
            data-autofocus={field === 'taxNumber' || undefined}
            inputMode={field === 'name' ? 'text' : 'numeric'}
            error={problem?.field === field}
            onChange={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={!fields.taxNumber.trim() || !fields.name.trim()}>
            {t('add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
