/** People at the client: add one, correct one. */
import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import type { Contact } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

type Form = Pick<Contact, 'name' | 'position' | 'phone' | 'email'> & { id?: string }
const NOBODY: Form = { name: '', position: '', phone: '', email: '' }
const FIELDS = ['name', 'position', 'phone', 'email'] as const

export function Contacts({ clientId, contacts, mayEdit }: { clientId: string; contacts: Contact[]; mayEdit: boolean }) {
  const { t } = useWords()
  const [form, setForm] = useState<Form | null>(null)
  const add = mayEdit && (
    <Button size="compact-sm" variant="default" onClick={() => setForm(NOBODY)}>
      {t('contacts.add')}
    </Button>
  )
  return (
    <Panel title={t('contacts.title')} aside={add}>
      {contacts.length === 0 && <Text c="dimmed">{t('contacts.none')}</Text>}
      <ul className="rows">
        {contacts.map((contact) => (
          <li key={contact.id}>
            <Person contact={contact} edit={mayEdit ? () => setForm(contact) : undefined} />
          </li>
        ))}
      </ul>
      {form && <ContactForm clientId={clientId} form={form} setForm={setForm} />}
    </Panel>
  )
}

function Person({ contact, edit }: { contact: Contact; edit: (() => void) | undefined }) {
  const { t } = useWords()
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text fw={500}>{contact.name}</Text>
        <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[contact.position, contact.phone, contact.email].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {edit && (
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={edit}
          aria-label={t('contacts.edit', { name: contact.name })}
        >
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}

function ContactForm({
  clientId,
  form,
  setForm,
}: {
  clientId: string
  form: Form
  setForm: (form: Form | null) => void
}) {
  const { t } = useWords()
  const close = () => setForm(null)
  const add = useTell('POST /api/clients/:id/contacts', { done: close })
  const change = useTell('PATCH /api/contacts/:id', { done: close })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, position, phone, email } = form
    const body = { name: name.trim(), position, phone, email }
    if (form.id === undefined) add.mutate({ params: { id: clientId }, body })
    else change.mutate({ params: { id: form.id }, body })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t(form.id ? 'contacts.change' : 'contacts.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              label={t(`contact.${field}`)}
              value={form[field]}
              required={field === 'name'}
              data-autofocus={field === 'name' || undefined}
              onChange={(event) => setForm({ ...form, [field]: event.currentTarget.value })}
            />
          ))}
          <Group justify="flex-end">
            <Button type="submit" loading={add.isPending || change.isPending} disabled={form.name.trim() === ''}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
