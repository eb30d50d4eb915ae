/** One field that both sides have changed: what was before, ours and theirs beside each other, the cause, and the answers. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Conflict } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'
import css from './conflicts.module.css'

export type Answer = (answer: 'ours' | 'theirs' | 'other', value?: string) => void

interface Props {
  conflict: Conflict
  busy: boolean
  /** Whether the third answer is being typed. */
  typing: boolean
  setTyping: (typing: boolean) => void
  answer: Answer
}

export function ConflictCard({ conflict, busy, typing, setTyping, answer }: Props) {
  const { t } = useWords()
  const { counterparty, client, field, recommended } = conflict
  const reason = useReason()(conflict.reason, conflict.facts)
  return (
    <Stack gap={8}>
      <Group justify="space-between" gap="xs">
        <Text fw={600} component="h3" fz="md" m={0}>
          {t('conflict.title', { field: t(`why-field.${field}`), name: counterparty.name })}
        </Text>
        <Text fz="xs" c="dimmed">
          {conflict.baseName} · <When at={conflict.since} />
        </Text>
      </Group>
      <Text>{reason}</Text>
      <Columns conflict={conflict} />
      <Text fz="sm" c="dimmed">
        {t(`conflict.advice.${conflict.advice}`)} {t(`conflict.decides.${conflict.decides}`)}
      </Text>
      <Group gap="xs">
        {(['ours', 'theirs'] as const).map((side, at) => (
          <Button
            key={side}
            size="xs"
            variant={side === recommended ? 'filled' : 'default'}
            loading={busy}
            onClick={() => answer(side)}
            leftSection={<kbd>{at + 1}</kbd>}
          >
            {t(`conflict.answer.${side}`)}
          </Button>
        ))}
        <Button
          size="xs"
          variant="default"
          aria-expanded={typing}
          leftSection={<kbd>3</kbd>}
          onClick={() => setTyping(!typing)}
        >
          {t('conflict.answer.other')}
        </Button>
        {client.id !== '' && (
          <Link to="/clients/$clientId" params={{ clientId: client.id }}>
            {t('conflict.client', { name: client.name })}
          </Link>
        )}
      </Group>
      {typing && (
        <OwnText label={t(`why-field.${field}`)} first={conflict.ours} save={(text) => answer('other', text)} />
      )}
    </Stack>
  )
}

function Columns({ conflict: { before, ours, theirs, recommended, author } }: { conflict: Conflict }) {
  const { t } = useWords()
  const columns = [
    { side: 'before', text: before, by: '' },
    { side: 'ours', text: ours, by: author },
    { side: 'theirs', text: theirs, by: '' },
  ]
  return (
    <dl className={css.columns}>
      {columns.map(({ side, text, by }) => (
        <div key={side} className={css.column} data-recommended={side === recommended}>
          <dt>
            {t(`conflict.${side}`)}
            {side === recommended && <Chip tone="accent">{t('conflict.recommended')}</Chip>}
          </dt>
          <dd>{text || t('conflict.blank')}</dd>
          {by && (
            <Text fz="xs" c="dimmed" component="dd">
              {by}
            </Text>
          )}
        </div>
      ))}
    </dl>
  )
}

function OwnText({ label, first, save }: { label: string; first: string; save: (text: string) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(first)
  return (
    <form onSubmit={(event) => (event.preventDefault(), save(text))}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={label}
          size="xs"
          value={text}
          autoFocus
          style={{ flex: 1 }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="xs">
          {t('save')}
        </Button>
      </Group>
    </form>
  )
}
