/** Notes that a person has given a consent, or has taken it back: the day, and where that stands. */
import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'

interface Props {
  person: { id: string; name: string }
  close: () => void
}

export function ConsentForm({ person, close }: Props) {
  const { t } = useWords()
  const [form, setForm] = useState({ given: 'given', onDate: '', source: '' })
  const note = useTell('POST /api/persons/:id/consents', { done: close })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { given, onDate, source } = form
    note.mutate({ params: { id: person.id }, body: { given: given === 'given', onDate, source: source.trim() } })
  }
  return (
    <Modal opened onClose={close} title={t('consent.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text style={{ overflowWrap: 'anywhere' }}>{person.name}</Text>
          <SegmentedControl
            aria-label={t('consent.title')}
            value={form.given}
            onChange={(given) => setForm({ ...form, given })}
            data={['given', 'withdrawn'].map((value) => ({ value, label: t(`consent.${value}`) }))}
          />
          <TextInput
            type="date"
            label={t('consent.date')}
            value={form.onDate}
            required
            onChange={(event) => setForm({ ...form, onDate: event.currentTarget.value })}
          />
          <TextInput
            label={t('consent.source')}
            description={t('consent.source-hint')}
            value={form.source}
            maxLength={500}
            required
            onChange={(event) => setForm({ ...form, source: event.currentTarget.value })}
          />
          <Text fz="sm" c="dimmed">
            {t('consent.for-ever')}
          </Text>
          <Group justify="flex-end">
            <Button type="submit" loading={note.isPending} disabled={form.onDate === '' || form.source.trim() === ''}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
