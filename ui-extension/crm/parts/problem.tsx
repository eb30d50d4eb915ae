/** A refusal in words: as a toast for deeds, as a panel where a screen failed to load. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useCallback } from 'react'
import { SESSION_NEEDED, type ApiProblem } from '../api.ts'
import { useWords } from './use-words.ts'

/** Long enough to read two sentences. */
const SHOWN_MS = 12_000

/** The server's own sentence; ours when there was no answer or the answer was not in words. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t } = useWords()
  return useCallback(
    (problem) => {
      if (problem.status === 0) return t('problem-ui.network')
      return problem.message || t('problem-ui.unknown', { status: problem.status })
    },
    [t],
  )
}

export function useShowProblem(): (problem: ApiProblem) => void {
  const { t } = useWords()
  const tell = useProblemText()
  return useCallback(
    (problem) => {
      if (problem.code === SESSION_NEEDED) return // sign-in lies over the screen and says so
      notifications.show({
        id: `problem-${problem.code}`,
        color: 'red',
        icon: <IconAlertTriangle size={18} aria-hidden />,
        message: tell(problem),
        autoClose: SHOWN_MS,
        role: 'alert',
        closeButtonProps: { 'aria-label': t('close') },
      })
    },
    [tell, t],
  )
}

/** What happened, what to do, and the technical part folded. */
export function Failed({ problem, again }: { problem: ApiProblem; again: () => void }) {
  const { t } = useWords()
  const tell = useProblemText()
  const gone = problem.status === 404
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(gone ? 'failed.gone' : 'failed.title')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text>{tell(problem)}</Text>
        <Text c="dimmed">{t(gone ? 'failed.gone-hint' : 'failed.hint')}</Text>
        <Group>
          <Button size="xs" variant="default" onClick={again}>
            {t('failed.again')}
          </Button>
        </Group>
        <details>
          <summary>{t('failed.details')}</summary>
          <code>{`${problem.status} ${problem.code}`}</code>
        </details>
      </Stack>
    </Alert>
  )
}
