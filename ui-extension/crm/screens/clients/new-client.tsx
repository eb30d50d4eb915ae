/** The form of a new client: a name is enough, the rest may follow. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'

const FIELDS = ['name', 'industry', 'region', 'phone', 'email'] as const
const NOTHING = { name: '', industry: '', region: '', phone: '', email: '' }

export function NewClient({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [fields, setFields] = useState(NOTHING)
  const create = useTell('POST /api/clients', {
    done: (client) => {
      setFields(NOTHING)
      close()
      void navigate({ to: '/clients/$clientId', params: { clientId: client.id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ body: { ...fields, name: fields.name.trim() } })
  }
  return (
    <Modal opened={opened} onClose={close} title={t('clients.new')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              label={t(`client.${field}`)}
              value={fields[field]}
              required={field === 'name'}
              data-autofocus={field === 'name' || undefined}
              error={create.error?.field === field && create.error.message}
              onChange={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
            />
          ))}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={fields.name.trim() === ''}>
              {t('clients.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
