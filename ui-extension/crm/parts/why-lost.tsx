/** Asks why a deal is lost before it goes there; the server wants the reason too. */
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Stage } from '../../../bridge/http/contract.ts'
import { useWords } from './use-words.ts'

export function WhyLost({ stage, close, go }: { stage: Stage; close: () => void; go: (reason: string) => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  return (
    <Modal
      opened
      onClose={close}
      title={t('deal.why-lost', { stage: stage.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Textarea
        label={t('deal.reason')}
        data-autofocus
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button disabled={reason.trim() === ''} onClick={() => go(reason.trim())}>
          {t('deal.move')}
        </Button>
      </Group>
    </Modal>
  )
}
