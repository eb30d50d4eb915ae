/** The own password: the present one, the new one, and what follows from it. */
import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type FormEvent } from 'react'
import type { User } from '../../../bridge/http/contract.ts'
import { useTell } from '../ask.ts'
import { useSetMe } from '../parts/me.ts'
import { useProblemText } from '../parts/problem.tsx'
import { useWords } from '../parts/use-words.ts'

export function ChangePassword({ user, close }: { user: User; close: () => void }) {
  const { t } = useWords()
  return (
    <Modal opened onClose={close} title={t('password.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Form user={user} close={close} />
    </Modal>
  )
}

function Form({ user, close }: { user: User; close: () => void }) {
  const { t } = useWords()
  const setMe = useSetMe()
  const tell = useProblemText()
  const [typed, setTyped] = useState({ present: '', password: '' })
  const change = useTell('POST /api/me/password', {
    quiet: true,
    done: (me) => {
      void setMe(me)
      notifications.show({ message: t('password.changed'), role: 'status' })
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ body: typed })
  }
  const { error } = change
  return (
    <form onSubmit={submit} aria-label={t('password.title')}>
      <Stack gap="md">
        <Text c="dimmed">{t('password.lead')}</Text>
        {/* Managers of passwords want to know whose it is. */}
        <input type="text" autoComplete="username" value={user.login} readOnly hidden />
        <PasswordInput
          label={t('password.present')}
          value={typed.present}
          onChange={(event) => setTyped({ ...typed, present: event.currentTarget.value })}
          autoComplete="current-password"
          error={error?.field === 'present' && tell(error)}
          required
          data-autofocus
        />
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
          autoComplete="new-password"
          error={error?.field === 'password' && tell(error)}
          required
        />
        {error && error.field === undefined && (
          <Alert color="red" variant="outline" role="alert">
            {tell(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('password.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
