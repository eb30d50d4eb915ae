/** What accounting keeps of a legal entity, to be corrected here: fields of the base stand there with the reason why they are closed. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { CounterpartyForm, FormField } from '../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../ask.ts'
import { Answered } from './states.tsx'
import { useWords } from './use-words.ts'

export function EditCounterparty({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords()
  const form = useAsk('GET /api/counterparties/:id/form', { params: { id } })
  return (
    <Modal opened onClose={close} title={t('counterparties.edit')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Answered query={form} rows={4}>
        {(answer) => <Form form={answer} close={close} />}
      </Answered>
    </Modal>
  )
}

function Form({ form, close }: { form: CounterpartyForm; close: () => void }) {
  const { t } = useWords()
  // What one has begun to type stays, also when the other side changes the card meanwhile: the server then says so.
  const [{ version, fields }] = useState(form)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const change = useTell('PATCH /api/counterparties/:id', { done: close })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ params: { id: form.id }, body: { ...typed, version } })
  }
  const open = fields.filter(({ mayEdit }) => mayEdit)
  const closed = fields.filter(({ mayEdit }) => !mayEdit)
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {[...open, ...closed].map((field) => (
          <Field
            key={field.field}
            field={field}
            value={typed[field.field] ?? field.value}
            refused={change.error?.field === field.field}
            setValue={(value) => setTyped({ ...typed, [field.field]: value })}
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending} disabled={Object.keys(typed).length === 0}>
            {t(form.baseName === '' ? 'save' : 'counterparties.save-to-base')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface FieldProps {
  field: FormField
  value: string
  refused: boolean
  setValue: (value: string) => void
}

function Field({ field: { field, mayEdit, state }, value, refused, setValue }: FieldProps) {
  const { t } = useWords()
  const hint = mayEdit ? (state === 'agreed' ? '' : t(`counterparties.${state}`)) : t('counterparties.of-base')
  return (
    <TextInput
      label={t(`why-field.${field}`)}
      value={value}
      readOnly={!mayEdit}
      variant={mayEdit ? 'default' : 'filled'}
      description={hint}
      required={field === 'name'}
      error={refused}
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  )
}
