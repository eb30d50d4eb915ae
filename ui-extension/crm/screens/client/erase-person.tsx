/** Erases a person's data: first what goes, what stays and why, then the reason, then a second question; it cannot be taken back. */
import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ErasurePreview } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

interface Props {
  person: { id: string; name: string }
  close: () => void
}

export function ErasePerson({ person, close }: Props) {
  const { t } = useWords()
  const preview = useAsk('GET /api/persons/:id/erasure', { params: { id: person.id } })
  return (
    <Modal opened onClose={close} title={t('erase.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Answered query={preview} rows={5}>
        {(answer) => <Shown preview={answer} close={close} />}
      </Answered>
    </Modal>
  )
}

function Shown({ preview, close }: { preview: ErasurePreview; close: () => void }) {
  const { t } = useWords()
  const [form, setForm] = useState({ reason: preview.reasons[0]?.reason ?? 'not-needed', askedOn: '' })
  const [sure, setSure] = useState(false)
  if (preview.requests > 0) return <Alert color="yellow">{t('erase.requests', { count: preview.requests })}</Alert>
  if (sure) return <SecondQuestion preview={preview} form={form} back={() => setSure(false)} close={close} />
  return (
    <Stack gap="sm">
      <Goes preview={preview} />
      <Stays preview={preview} />
      <Why preview={preview} form={form} setForm={setForm} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t('erase.leave')}
        </Button>
        <Button color="red" onClick={() => setSure(true)}>
          {t('erase.next')}
        </Button>
      </Group>
    </Stack>
  )
}

function Goes({ preview: { records, erased } }: { preview: ErasurePreview }) {
  const { t, count } = useWords()
  return (
    <section aria-label={t('erase.goes')}>
      <Text fw={600}>{t('erase.goes')}</Text>
      <ul className="rows">
        {records.map(({ id, noun, name }) => (
          <li key={id}>
            <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {name} · {t(`personal.noun.${noun}`)}
            </Text>
          </li>
        ))}
      </ul>
      <Text fz="sm" c="dimmed" mt={6}>
        {erased
          .filter((one) => one.what !== 'records' && one.count > 0)
          .map((one) => `${t(`erased.${one.what}`)}: ${count(one.count)}`)
          .concat(t('erased.quotes-too'))
          .join(' · ')}
      </Text>
    </section>
  )
}

function Stays({ preview: { kept } }: { preview: ErasurePreview }) {
  const { t } = useWords()
  return (
    <section aria-label={t('erase.stays')}>
      <Text fw={600}>{t('erase.stays')}</Text>
      {kept.length === 0 && <Text fz="sm">{t('erase.stays-none')}</Text>}
      <KeptList kept={kept} />
    </section>
  )
}

/** What is kept, how much of it, why and until when. */
export function KeptList({ kept }: { kept: ErasurePreview['kept'] }) {
  const { t, day, count } = useWords()
  if (kept.length === 0) return null
  return (
    <ul className="rows">
      {kept.map((one) => (
        <li key={one.what}>
          <Text fz="sm">
            {t(`kept.${one.what}`)}: <span className="figures">{count(one.count)}</span>
            {one.until !== '' && ` · ${t('kept.until', { date: day(one.until) })}`}
          </Text>
          <Text fz="xs" c="dimmed">
            {t(`kept.${one.what}-why`)}
          </Text>
        </li>
      ))}
    </ul>
  )
}

type Form = { reason: ErasurePreview['reasons'][number]['reason']; askedOn: string }

function Why({ preview, form, setForm }: { preview: ErasurePreview; form: Form; setForm: (form: Form) => void }) {
  const { t } = useWords()
  const term = preview.reasons.find(({ reason }) => reason === form.reason)
  return (
    <>
      <Select
        label={t('erase.reason')}
        description={term && t(term.working ? 'erase.term-working' : 'erase.term', { count: term.days })}
        data={preview.reasons.map(({ reason }) => ({ value: reason, label: t(`erase.reason.${reason}`) }))}
        value={form.reason}
        allowDeselect={false}
        onChange={(reason) => setForm({ ...form, reason: reason ?? form.reason })}
      />
      <TextInput
        type="date"
        label={t('erase.asked-on')}
        description={t('erase.asked-on-hint')}
        value={form.askedOn}
        onChange={(event) => setForm({ ...form, askedOn: event.currentTarget.value })}
      />
    </>
  )
}

interface Second {
  preview: ErasurePreview
  form: Form
  back: () => void
  close: () => void
}

function SecondQuestion({ preview, form, back, close }: Second) {
  const { t } = useWords()
  const navigate = useNavigate()
  const erase = useTell('POST /api/persons/:id/erase', {
    done: ({ id }) => {
      close()
      void navigate({ to: '/acts/$actId', params: { actId: id } })
    },
  })
  const { reason, askedOn } = form
  const records = preview.records.map(({ id }) => id)
  const body = { reason, records, ...(askedOn !== '' && { askedOn }) }
  return (
    <Stack gap="sm">
      <Alert color="red" title={t('erase.sure', { name: preview.name })}>
        {t('erase.sure-hint')}
      </Alert>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={back} data-autofocus>
          {t('erase.back')}
        </Button>
        <Button
          color="red"
          loading={erase.isPending}
          onClick={() => erase.mutate({ params: { id: preview.id }, body })}
        >
          {t('erase.do')}
        </Button>
      </Group>
    </Stack>
  )
}
