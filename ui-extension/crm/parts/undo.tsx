/** A toast that says what was done in the CRM and takes it back on one click. Never used for accounting. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { randomKey } from '../lib/random-key.ts'
import { useWords } from './use-words.ts'

/** How long a deed may be taken back from the toast. */
const UNDO_MS = 10_000

export function useOfferUndo(): (done: string, undo: () => void) => void {
  const { t } = useWords()
  return useCallback(
    (done, undo) => {
      const id = randomKey()
      const takeBack = () => {
        notifications.hide(id)
        undo()
      }
      const message = (
        <Group justify="space-between" wrap="nowrap">
          <Text fz="sm">{done}</Text>
          <Button size="compact-sm" variant="default" onClick={takeBack}>
            {t('undo')}
          </Button>
        </Group>
      )
      notifications.show({ id, message, autoClose: UNDO_MS, withCloseButton: false, role: 'status' })
    },
    [t],
  )
}
