/** The page of somebody who is not known yet: what this is, and the form to sign in. */
import { Text, Title } from '@mantine/core'
import { useSetMe } from '../../parts/me.ts'
import { useWords } from '../../parts/use-words.ts'
import { SignInForm } from './sign-in-form.tsx'
import css from './sign-in.module.css'

export function SignIn() {
  const { t } = useWords()
  const setMe = useSetMe()
  return (
    <main className={css.page}>
      <SignInForm className={css.card} label={t('sign-in.title')} done={(me) => void setMe(me)}>
        <Brand />
      </SignInForm>
    </main>
  )
}

function Brand() {
  const { t } = useWords()
  return (
    <div>
      <img src={iconUrl} alt="" width={40} height={40} />
      <Title order={1} fz="1.5rem" mt="sm">
        {t('product')}
      </Title>
      <Text c="dimmed">{t('sign-in.lead')}</Text>
    </div>
  )
}

const iconUrl = new URL('../../icon.svg', import.meta.url).href
