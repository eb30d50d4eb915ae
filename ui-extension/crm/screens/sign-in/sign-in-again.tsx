/** The session has ended while somebody was working: sign-in over the screen, so that what was typed stays where it is. */
import { Modal, Text } from '@mantine/core'
import type { Me } from '../../../../bridge/http/contract.ts'
import { useSetMe } from '../../parts/me.ts'
import { useWords } from '../../parts/use-words.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInAgain({ former }: { former: Me }) {
  const { t } = useWords()
  const setMe = useSetMe()
  const enter = (me: Me) => {
    // Somebody else must not find the first one's answers on the screen.
    if (me.user.id === former.user.id) void setMe(me)
    else window.location.assign('/')
  }
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('sign-in.again')}
    >
      <SignInForm label={t('sign-in.again')} done={enter}>
        <Text>{t('sign-in.again-lead')}</Text>
      </SignInForm>
    </Modal>
  )
}
