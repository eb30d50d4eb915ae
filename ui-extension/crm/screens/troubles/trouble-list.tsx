/** Troubles of one sort stand together, and one answer may do for all of them. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { Trouble } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useMay } from '../../parts/me.ts'
import { useWords } from '../../parts/use-words.ts'
import css from './conflicts.module.css'
import { TroubleCard } from './trouble-card.tsx'

/** Those of one sort beside each other, in the order of their newest. */
export function alike(troubles: Trouble[]): Trouble[][] {
  const sorts = new Map<string, Trouble[]>()
  for (const trouble of troubles) sorts.set(trouble.code, [...(sorts.get(trouble.code) ?? []), trouble])
  return [...sorts.values()]
}

interface Props {
  /** Of one sort each. */
  sorts: Trouble[][]
  inHand: string
  place: (id: string) => (element: HTMLElement | null) => void
}

export function TroubleList({ sorts, inHand, place }: Props) {
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {sorts.flatMap((troubles) =>
        troubles.map((trouble, at) => (
          <li key={trouble.id}>
            {at === 0 && <AllAlike troubles={troubles} />}
            <div
              ref={place(trouble.id)}
              tabIndex={-1}
              className={css.item}
              data-in-hand={trouble.id === inHand}
              aria-current={trouble.id === inHand}
            >
              <TroubleCard trouble={trouble} />
            </div>
          </li>
        )),
      )}
    </Stack>
  )
}

function AllAlike({ troubles }: { troubles: Trouble[] }) {
  const { t } = useWords()
  const may = useMay()
  const tell = useTell('POST /api/troubles/answer')
  const answers = answersOfAll(troubles)
  if (troubles.length < 2 || answers.length === 0 || !may('answer-trouble')) return null
  return (
    <Group gap="xs" mb="xs" role="group" aria-label={t('conflict.pattern')}>
      <Text fw={600} fz="sm">
        {t('troubles.alike', { count: troubles.length })}
      </Text>
      {answers.map((answer) => (
        <Button
          key={answer}
          size="compact-xs"
          variant="default"
          loading={tell.isPending && tell.variables.body.answer === answer}
          onClick={() => tell.mutate({ body: { troubles: troubles.map(({ id }) => id), answer } })}
        >
          {t('troubles.all', { answer: t(`answer.${answer}`) })}
        </Button>
      ))}
    </Group>
  )
}

/** Answers that each of them takes, and that may be given to several. */
function answersOfAll([first, ...others]: Trouble[]): string[] {
  return (first?.together ?? []).filter((answer) => others.every(({ together }) => together.includes(answer)))
}
