/** What mappings could not decide, those of one pattern together; and what they have decided, with the cause. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { Conflict, Resolved } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'
import type { ToAnswer } from './use-inbox.ts'
import { ConflictCard } from './conflict-card.tsx'
import css from './conflicts.module.css'

export interface Pattern {
  key: string
  conflicts: Conflict[]
}

/** Same field and same cause: one answer may do for all of them. */
export function patternsOf(conflicts: Conflict[]): Pattern[] {
  const patterns = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const key = `${conflict.field} ${conflict.reason}`
    patterns.set(key, [...(patterns.get(key) ?? []), conflict])
  }
  return [...patterns].map(([key, of]) => ({ key, conflicts: of }))
}

interface Props {
  patterns: Pattern[]
  inbox: ToAnswer
  inHand: string
  place: (id: string) => (element: HTMLElement | null) => void
}

export function ConflictList({ patterns, inbox, inHand, place }: Props) {
  return patterns.map(({ key, conflicts }) => (
    <Stack key={key} gap="sm">
      {conflicts.length > 1 && <AllOf conflicts={conflicts} inbox={inbox} />}
      {conflicts.map((conflict) => (
        <article
          key={conflict.id}
          ref={place(conflict.id)}
          tabIndex={-1}
          className={`panel ${css.item}`}
          data-in-hand={conflict.id === inHand}
          aria-current={conflict.id === inHand}
          aria-label={conflict.counterparty.name}
        >
          <ConflictCard
            conflict={conflict}
            busy={inbox.busy === conflict.id}
            typing={inbox.typing === conflict.id}
            setTyping={(typing) => inbox.setTyping(typing ? conflict.id : '')}
            answer={(answer, value) => inbox.answer([conflict], answer, value)}
          />
        </article>
      ))}
    </Stack>
  ))
}

function AllOf({ conflicts, inbox }: { conflicts: Conflict[]; inbox: ToAnswer }) {
  const { t } = useWords()
  const [first] = conflicts
  return (
    <Group gap="xs" role="group" aria-label={t('conflict.pattern')}>
      <Text fw={600} fz="sm">
        {t('conflict.all-of', { field: t(`why-field.${first?.field}`), count: conflicts.length })}
      </Text>
      {(['ours', 'theirs'] as const).map((side) => (
        <Button key={side} size="compact-xs" variant="default" onClick={() => inbox.answer(conflicts, side)}>
          {t(`conflict.all.${side}`)}
        </Button>
      ))}
    </Group>
  )
}

export function ByRule({ resolved }: { resolved: Resolved[] }) {
  const { t, exact } = useWords()
  const reason = useReason()
  if (resolved.length === 0) return null
  return (
    <Panel title={t('conflict.by-rule')}>
      <ul className="rows">
        {resolved.map(({ id, field, counterparty, rule, ours, theirs, at }) => (
          <li key={id}>
            <Text fw={500} fz="sm">
              {t('conflict.title', { field: t(`why-field.${field}`), name: counterparty.name })}
            </Text>
            <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {reason(`edit.rule-${rule}`, { ours, theirs })} {exact(at)}
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
